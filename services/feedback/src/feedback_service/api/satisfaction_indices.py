"""/v1/satisfaction-indices: published results, open to everybody."""

from typing import Any
from uuid import UUID

from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from feedback_service.api.period_field import PeriodField
from feedback_service.domain.assessment import Mutu, SampleMethod, WeightMode
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.domain.unsur import Unsur
from feedback_service.persistence import satisfaction_indices
from feedback_service.persistence.mapping import satisfaction_indices as table

# An index is final; only the list of them grows.
CACHEABLE = {"Cache-Control": "public, max-age=60"}

blueprint = Blueprint(
    "satisfaction-indices", __name__, url_prefix="/v1", description="Published satisfaction indices (IKM)."
)


class IndexQuery(pagination.PageQuery):
    """Which indices."""

    survey_id = fields.UUID(load_default=None)
    service_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)


class ElementScoreView(View):
    """The result of one element."""

    element = fields.Enum(Unsur, required=True)
    nrr = fields.Decimal(places=4, required=True, metadata={"description": "Mean answer, 1 to 4"})
    value = fields.Decimal(places=2, required=True, metadata={"description": "Mean answer x 25, 25 to 100"})
    mutu = fields.Enum(Mutu, required=True)
    rank = fields.Integer(required=True, metadata={"description": "1 is the lowest: improvement starts there"})


CountsView = View.from_dict({unsur.value: fields.Integer(required=True) for unsur in Unsur}, name="CountsView")


class TallyView(View):
    """The inputs of an index: anyone can recompute it."""

    respondents = fields.Integer(required=True)
    sums = fields.Nested(CountsView, required=True, metadata={"description": "Sum of the scores"})
    counts = fields.Nested(CountsView, required=True, metadata={"description": "Number of filled answers"})


class SatisfactionIndexView(View):
    """A published satisfaction index: its value, its elements, its inputs and its rules."""

    id = fields.UUID(required=True)
    survey_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    period = PeriodField(required=True)
    period_start = fields.Date(required=True, attribute="period.start")
    period_end = fields.Date(required=True, attribute="period.end")
    respondents = fields.Integer(required=True)
    population = fields.Integer(required=True, allow_none=True)
    required_sample = fields.Integer(
        required=True, allow_none=True, metadata={"description": "After Krejcie and Morgan"}
    )
    sample_adequate = fields.Boolean(required=True, allow_none=True)
    sample_method = fields.Enum(SampleMethod, required=True, allow_none=True)
    ikm = fields.Decimal(required=True, metadata={"description": "25 to 100, 2 decimals"})
    mutu = fields.Enum(Mutu, required=True)
    elements = fields.List(fields.Nested(ElementScoreView), required=True)
    weight_mode = fields.Enum(WeightMode, required=True)
    rule_version = fields.String(required=True)
    inputs = fields.Nested(TallyView, required=True, attribute="tally")
    published_at = fields.DateTime(required=True)


@blueprint.get("/satisfaction-indices", scope="public")
@blueprint.arguments(IndexQuery, location="query")
@blueprint.response(200, pagination.page_view(SatisfactionIndexView))
def list_indices(query: dict[str, Any]) -> tuple[pagination.Page, dict[str, str]]:
    """List published indices."""
    with transaction() as session:
        statement = satisfaction_indices.listed(
            survey_id=query["survey_id"], service_id=query["service_id"], unit_id=query["unit_id"]
        )
        return pagination.page(session, statement, keys=[table.c.id], query=query), CACHEABLE


@blueprint.get("/satisfaction-indices/<uuid:index_id>", scope="public")
@blueprint.response(200, SatisfactionIndexView)
def read(index_id: UUID) -> tuple[SatisfactionIndex, dict[str, str]]:
    """Read one published index."""
    with transaction() as session:
        return satisfaction_indices.get(session, index_id), CACHEABLE
