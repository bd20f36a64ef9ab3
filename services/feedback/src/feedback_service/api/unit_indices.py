"""/v1/unit-indices: published results of units, open to everybody."""

from typing import Any

from asn_chassis.web import Blueprint, ReasonView, View, fields, pagination, transaction
from asn_kernel.codes import Mutu
from feedback_service.api.results import CACHEABLE, ElementResultView
from feedback_service.persistence import unit_indices

blueprint = Blueprint(
    "unit-indices",
    __name__,
    url_prefix="/v1",
    description="Satisfaction indices (IKM) of units: all respondents of their surveys in a period together.",
)


class PooledSurveyView(View):
    """A survey of the unit in the period."""

    survey_id = fields.UUID(required=True)
    respondents = fields.Integer(required=True)
    sample_adequate = fields.Boolean(required=True, allow_none=True)


class UnitIndexView(View):
    """The index of a unit in a period; `version` counts its publications."""

    unit_id = fields.UUID(required=True)
    period = fields.Period(required=True)
    version = fields.Integer(required=True)
    surveys = fields.List(
        fields.Nested(PooledSurveyView),
        required=True,
        attribute="decision.inputs.surveys",
        metadata={"description": "What it is made of; each of them has a satisfaction index of its own"},
    )
    respondents = fields.Integer(required=True, attribute="decision.outcome.respondents")
    sample_adequate = fields.Boolean(
        required=True,
        attribute="decision.outcome.sample_adequate",
        metadata={"description": "Whether the sample of every survey is adequate"},
    )
    ikm = fields.Decimal(
        required=True, attribute="decision.outcome.ikm", metadata={"description": "25 to 100, 2 decimals"}
    )
    mutu = fields.Enum(Mutu, required=True, attribute="decision.outcome.mutu")
    elements = fields.List(fields.Nested(ElementResultView), required=True, attribute="decision.outcome.elements")
    rule_version = fields.String(required=True, attribute="decision.rule_version")
    reasons = fields.List(fields.Nested(ReasonView), required=True, attribute="decision.reasons")
    published_at = fields.DateTime(required=True)


class UnitIndexQuery(pagination.PageQuery):
    """Which indices of units."""

    unit_id = fields.UUID(load_default=None)
    period = fields.Period(load_default=None)
    subtree = pagination.Subtree()
    sort = pagination.Sort(unit_indices.SORTS)
    shown = pagination.Shown(UnitIndexView)


@blueprint.get("/unit-indices", scope="public")
@blueprint.arguments(UnitIndexQuery, location="query")
@blueprint.response(200, pagination.page_view(UnitIndexView))
def list_(query: dict[str, Any]) -> tuple[pagination.Page, dict[str, str]]:
    """List the indices of units, the newest version of each."""
    with transaction() as session:
        statement = unit_indices.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=unit_indices.SORTS, query=query), CACHEABLE
