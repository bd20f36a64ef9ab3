"""/v1/service-improvements: what units are asked to improve."""

from typing import Any

from asn_chassis.web import Blueprint, fields, pagination, transaction
from evaluation_service.api import forms
from evaluation_service.domain.finding import ImprovementAction
from evaluation_service.domain.scales import Mutu
from evaluation_service.persistence import findings
from evaluation_service.persistence.tables import service_improvements as table

blueprint = Blueprint("service-improvements", __name__, url_prefix="/v1", description="Requests to improve a service.")


class ImprovementQuery(pagination.PageQuery):
    """Which requests."""

    survey_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    correlation_id = fields.String(max=128, load_default=None, metadata=dict(forms.CORRELATION))


class ServiceImprovementView(forms.DecisionView):
    """A request to improve one element of a service."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    survey_id = fields.UUID(required=True)
    element = fields.String(required=True, metadata={"examples": ["WAKTU"]})
    value = fields.Decimal(required=True, metadata={"description": "25 to 100, 2 decimals"})
    mutu = fields.Enum(Mutu, required=True)
    action = fields.Enum(ImprovementAction, required=True)
    correlation_id = fields.String(required=True)
    requested_at = fields.DateTime(required=True)


@blueprint.get("/service-improvements", scope="evaluation:read")
@blueprint.arguments(ImprovementQuery, location="query")
@blueprint.response(200, pagination.page_view(ServiceImprovementView))
def list_improvements(query: dict[str, Any]) -> pagination.Page:
    """List requests to improve a service."""
    with transaction() as session:
        statement = findings.listed_improvements(
            survey_id=query["survey_id"], unit_id=query["unit_id"], correlation_id=query["correlation_id"]
        )
        return pagination.page(session, statement, keys=[table.c.requested_at, table.c.id], query=query)
