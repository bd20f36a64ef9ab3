"""/v1/service-indices: running averages while a survey is open, then the published index."""

from typing import Any
from uuid import UUID

from marshmallow import fields as plain
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.regulations import regulations_of
from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from asn_kernel.business_day import business_day
from asn_kernel.codes import Mutu
from evaluation_service.domain.survey import IndexState, Survey
from evaluation_service.persistence import surveys
from evaluation_service.policies.regulations import Regulations

blueprint = Blueprint(
    "service-indices", __name__, url_prefix="/v1", description="Satisfaction with services, as heard here."
)


class RunningView(View):
    """What the answers heard so far come to; it goes on counting answers that arrive late."""

    answers = fields.Integer(required=True)
    averages = plain.Dict(
        keys=fields.String(),
        values=fields.Decimal(places=4),
        required=True,
        metadata={"description": "Mean answer, 1 to 4, by element that enough have scored"},
    )


class ElementScoreView(View):
    """The published result of one element."""

    element = fields.String(required=True)
    nrr = fields.Decimal(places=4, required=True, metadata={"description": "Mean answer, 1 to 4"})
    value = fields.Decimal(required=True, metadata={"description": "Mean answer x 25, 25 to 100"})
    mutu = fields.Enum(Mutu, required=True)


class ServiceIndexView(View):
    """The index of one survey; published values are null while there is none."""

    survey_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    period = fields.Period(required=True)
    state = fields.Enum(IndexState, required=True)
    respondents = fields.Integer(required=True, metadata={"description": "As published, else as heard so far"})
    running = fields.Nested(RunningView, required=True)
    population = fields.Integer(required=True, allow_none=True)
    required_sample = fields.Integer(required=True, allow_none=True)
    sample_adequate = fields.Boolean(required=True, allow_none=True)
    ikm = fields.Decimal(required=True, allow_none=True, metadata={"description": "25 to 100, 2 decimals"})
    mutu = fields.Enum(Mutu, required=True, allow_none=True)
    elements = fields.List(fields.Nested(ElementScoreView), required=True, allow_none=True)
    published_at = fields.DateTime(required=True, allow_none=True)


class IndexQuery(pagination.PageQuery):
    """Which indices."""

    survey_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    service_id = fields.UUID(load_default=None)
    subtree = pagination.Subtree()
    sort = pagination.Sort(surveys.SORTS)
    shown = pagination.Shown(ServiceIndexView)


@blueprint.get("/service-indices", scope="evaluation:read", personal=False)
@blueprint.arguments(IndexQuery, location="query")
@blueprint.response(200, pagination.page_view(ServiceIndexView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List the indices of the surveys heard of, running and published."""
    with transaction() as session:
        statement = surveys.listed(**pagination.filters(query))
        page = pagination.page(session, statement, sorts=surveys.SORTS, query=query)
        least = _least_answers(session)
    return page.of([_shown(survey, least) for survey in page.items])


@blueprint.get("/service-indices/<uuid:survey_id>", scope="evaluation:read", personal=False)
@blueprint.response(200, ServiceIndexView)
def read(survey_id: UUID) -> dict[str, Any]:
    """Read the index of one survey."""
    with transaction() as session:
        return _shown(surveys.get(session, survey_id), _least_answers(session))


def _least_answers(session: Session) -> int:
    """Return how many answers must stand behind what is shown, by the rule of today."""
    return regulations_of(session, Regulations).survey_window.in_force(business_day(now())).values.least_answers


def _shown(survey: Survey, least: int) -> dict[str, Any]:
    names = ("survey_id", "service_id", "unit_id", "period", "state", "respondents")
    published = ("population", "required_sample", "sample_adequate", "ikm", "mutu", "elements", "published_at")
    return {
        **{name: getattr(survey, name) for name in names},
        **{name: getattr(survey.index, name, None) for name in published},
        "running": {"answers": survey.answers, "averages": survey.averages(least=least)},
    }
