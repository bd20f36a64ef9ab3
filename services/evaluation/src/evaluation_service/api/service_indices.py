"""/v1/service-indices: running averages while a survey is open, then the published index."""

from typing import Any
from uuid import UUID

from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from evaluation_service.api import forms
from evaluation_service.domain.scales import Element, Mutu
from evaluation_service.domain.service_index import IndexState, ServiceIndex
from evaluation_service.persistence import service_indices
from evaluation_service.persistence.tables import service_indices as table

blueprint = Blueprint(
    "service-indices", __name__, url_prefix="/v1", description="Satisfaction with services, as heard here."
)


class IndexQuery(pagination.PageQuery):
    """Which indices."""

    survey_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    service_id = fields.UUID(load_default=None)


AveragesView = View.from_dict(
    {element.value: fields.Decimal(places=4, metadata={"description": "Mean answer, 1 to 4"}) for element in Element},
    name="AveragesView",
)


class RunningView(View):
    """What the answers heard so far come to; it goes on counting answers that arrive late."""

    answers = fields.Integer(required=True)
    averages = fields.Nested(AveragesView, required=True, metadata={"description": "Empty without answers"})


class ElementScoreView(View):
    """The published result of one element."""

    element = fields.String(required=True)
    nrr = fields.Decimal(places=4, required=True, metadata={"description": "Mean answer, 1 to 4"})
    value = fields.Decimal(required=True, metadata={"description": "Mean answer x 25, 25 to 100"})
    mutu = fields.Enum(Mutu, required=True)


class ServiceIndexView(View):
    """The index of one survey; published values are null while it runs."""

    survey_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    state = fields.Enum(IndexState, required=True)
    respondents = fields.Integer(required=True, metadata={"description": "As published, else as heard so far"})
    running = fields.Nested(RunningView, required=True)
    period = forms.period(required=True, allow_none=True)
    required_sample = fields.Integer(required=True, allow_none=True)
    sample_adequate = fields.Boolean(required=True, allow_none=True)
    ikm = fields.Decimal(required=True, allow_none=True, metadata={"description": "25 to 100, 2 decimals"})
    mutu = fields.Enum(Mutu, required=True, allow_none=True)
    elements = fields.List(fields.Nested(ElementScoreView), required=True, allow_none=True)
    published_at = fields.DateTime(required=True, allow_none=True)
    decided_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "When needs and improvements were decided"}
    )


@blueprint.get("/service-indices", scope="evaluation:read")
@blueprint.arguments(IndexQuery, location="query")
@blueprint.response(200, pagination.page_view(ServiceIndexView))
def list_indices(query: dict[str, Any]) -> pagination.Page:
    """List indices, running and published."""
    with transaction() as session:
        statement = service_indices.listed(
            survey_id=query["survey_id"], unit_id=query["unit_id"], service_id=query["service_id"]
        )
        return pagination.page(session, statement, keys=[table.c.first_heard_at, table.c.survey_id], query=query)


@blueprint.get("/service-indices/<uuid:survey_id>", scope="evaluation:read")
@blueprint.response(200, ServiceIndexView)
def read(survey_id: UUID) -> ServiceIndex:
    """Read the index of one survey."""
    with transaction() as session:
        return service_indices.get(session, survey_id)
