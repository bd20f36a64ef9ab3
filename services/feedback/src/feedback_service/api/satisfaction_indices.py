"""/v1/satisfaction-indices: published results of surveys, open to everybody."""

from typing import Any
from uuid import UUID

from asn_chassis.web import Blueprint, DecisionView, ReasonView, View, fields, pagination, transaction
from asn_kernel.codes import Mutu, SampleMethod, WeightMode
from feedback_service.api.results import CACHEABLE, ElementResultView
from feedback_service.domain.satisfaction_index import IndexDecision, SatisfactionIndex
from feedback_service.persistence import satisfaction_indices

blueprint = Blueprint(
    "satisfaction-indices", __name__, url_prefix="/v1", description="Published satisfaction indices (IKM) of surveys."
)


class ElementSumView(View):
    """The inputs of one element."""

    element = fields.String(required=True)
    total = fields.Integer(required=True, metadata={"description": "Sum of the scores"})
    answers = fields.Integer(required=True, metadata={"description": "Number of answers on this element"})


class SatisfactionIndexView(View):
    """A published satisfaction index: its value, its elements, its inputs, its rules and its reasons."""

    id = fields.UUID(required=True)
    survey_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    period = fields.Period(required=True)
    period_start = fields.Date(required=True, attribute="period.start")
    period_end = fields.Date(required=True, attribute="period.end")
    respondents = fields.Integer(required=True, attribute="decision.inputs.respondents")
    population = fields.Integer(required=True, allow_none=True, attribute="decision.inputs.population")
    required_sample = fields.Integer(
        required=True,
        allow_none=True,
        attribute="decision.outcome.sample.required",
        metadata={"description": "After Krejcie and Morgan"},
    )
    sample_adequate = fields.Boolean(required=True, allow_none=True, attribute="decision.outcome.sample.adequate")
    sample_method = fields.Enum(
        SampleMethod, required=True, allow_none=True, attribute="decision.outcome.sample.method"
    )
    above_population = fields.Boolean(
        required=True,
        attribute="decision.outcome.sample.above_population",
        metadata={"description": "More answers than people served: the sample is not adequate"},
    )
    ikm = fields.Decimal(
        required=True, attribute="decision.outcome.ikm", metadata={"description": "25 to 100, 2 decimals"}
    )
    mutu = fields.Enum(Mutu, required=True, attribute="decision.outcome.mutu")
    elements = fields.List(fields.Nested(ElementResultView), required=True, attribute="decision.outcome.elements")
    inputs = fields.List(
        fields.Nested(ElementSumView),
        required=True,
        attribute="decision.inputs.elements",
        metadata={"description": "What the index is computed from, by element: anyone can compute it again"},
    )
    weight_mode = fields.Enum(WeightMode, required=True, attribute="decision.inputs.weight_mode")
    rule_version = fields.String(required=True, attribute="decision.rule_version")
    reasons = fields.List(fields.Nested(ReasonView), required=True, attribute="decision.reasons")
    published_at = fields.DateTime(required=True)


class IndexQuery(pagination.PageQuery):
    """Which indices."""

    survey_id = fields.UUID(load_default=None)
    service_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    period = fields.Period(load_default=None)
    subtree = pagination.Subtree()
    sort = pagination.Sort(satisfaction_indices.SORTS)
    shown = pagination.Shown(SatisfactionIndexView)


@blueprint.get("/satisfaction-indices", scope="public")
@blueprint.arguments(IndexQuery, location="query")
@blueprint.response(200, pagination.page_view(SatisfactionIndexView))
def list_(query: dict[str, Any]) -> tuple[pagination.Page, dict[str, str]]:
    """List published indices."""
    with transaction() as session:
        statement = satisfaction_indices.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=satisfaction_indices.SORTS, query=query), CACHEABLE


@blueprint.get("/satisfaction-indices/<uuid:index_id>", scope="public")
@blueprint.response(200, SatisfactionIndexView)
def read(index_id: UUID) -> tuple[SatisfactionIndex, dict[str, str]]:
    """Read one published index."""
    with transaction() as session:
        return satisfaction_indices.get(session, index_id), CACHEABLE


@blueprint.get("/satisfaction-indices/<uuid:index_id>/decision", scope="feedback:read", personal=False)
@blueprint.response(200, DecisionView)
def read_decision(index_id: UUID) -> IndexDecision:
    """Read how an index was decided, with how often each element got each score: for officers."""
    with transaction() as session:
        return satisfaction_indices.get(session, index_id).decision
