"""/v1/service-indices: running averages while a survey is open, then the published index."""

from typing import Any
from uuid import UUID

from asn_chassis.web import KitBlueprint, View, fields, pagination, transaction
from evaluation_service.api import forms
from evaluation_service.domain.scales import Element, Mutu
from evaluation_service.domain.service_index import IndexState, ServiceIndex
from evaluation_service.persistence import service_indices
from evaluation_service.persistence.tables import service_indices as table

blueprint = KitBlueprint(
    "service-indices", __name__, url_prefix="/v1", description="Satisfaction with services, as heard here."
)


class IndexQuery(pagination.PageQuery):
    """Which indices."""

    survey_id = fields.Uuid(load_default=None)
    unit_id = fields.Uuid(load_default=None)
    service_id = fields.Uuid(load_default=None)


AveragesView = View.from_dict(
    {element.value: fields.Score(places=4, metadata={"description": "Mean answer, 1 to 4"}) for element in Element},
    name="AveragesView",
)


class RunningView(View):
    """What the answers heard so far come to; it goes on counting answers that arrive late."""

    answers = fields.Whole(required=True)
    averages = fields.Part(AveragesView, required=True, metadata={"description": "Empty without answers"})


class ElementScoreView(View):
    """The published result of one element."""

    element = fields.Text(required=True)
    nrr = fields.Score(places=4, required=True, metadata={"description": "Mean answer, 1 to 4"})
    value = fields.Score(required=True, metadata={"description": "Mean answer x 25, 25 to 100"})
    mutu = fields.Choice(Mutu, required=True)


class ServiceIndexView(View):
    """The index of one survey; published values are null while it runs."""

    survey_id = fields.Uuid(required=True)
    service_id = fields.Uuid(required=True)
    unit_id = fields.Uuid(required=True)
    state = fields.Choice(IndexState, required=True)
    respondents = fields.Whole(required=True, metadata={"description": "As published, else as heard so far"})
    running = fields.Part(RunningView, required=True)
    period = forms.period(required=True, allow_none=True)
    required_sample = fields.Whole(required=True, allow_none=True)
    sample_adequate = fields.Flag(required=True, allow_none=True)
    ikm = fields.Score(required=True, allow_none=True, metadata={"description": "25 to 100, 2 decimals"})
    mutu = fields.Choice(Mutu, required=True, allow_none=True)
    elements = fields.Items(fields.Part(ElementScoreView), required=True, allow_none=True)
    published_at = fields.Instant(required=True, allow_none=True)
    decided_at = fields.Instant(
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
