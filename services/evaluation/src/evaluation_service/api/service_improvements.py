"""/v1/service-improvements: what units are asked to improve."""

from typing import Any

from asn_chassis.web import Blueprint, DecisionView, ReasonView, View, fields, pagination, transaction
from asn_kernel.codes import Element, ImprovementAction, Mutu
from evaluation_service.api import shared_fields
from evaluation_service.persistence import findings

blueprint = Blueprint("service-improvements", __name__, url_prefix="/v1", description="Requests to improve a service.")


class ServiceImprovementView(View):
    """A request to improve one element of a service."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    survey_id = fields.UUID(required=True)
    element = fields.Enum(Element, required=True)
    value = fields.Decimal(required=True, metadata={"description": "25 to 100, 2 decimals"})
    mutu = fields.Enum(Mutu, required=True)
    action = fields.Enum(ImprovementAction, required=True)
    rule_version = fields.String(required=True, attribute="decision.rule_version")
    reasons = fields.List(fields.Nested(ReasonView), required=True, attribute="decision.reasons")
    decision = fields.Nested(DecisionView, required=True)
    correlation_id = fields.String(required=True)
    requested_at = fields.DateTime(required=True)


class ImprovementQuery(pagination.PageQuery):
    """Which requests."""

    survey_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    correlation_id = shared_fields.correlation_id()
    subtree = pagination.Subtree()
    sort = pagination.Sort(findings.IMPROVEMENT_SORTS)
    shown = pagination.Shown(ServiceImprovementView)


@blueprint.get("/service-improvements", scope="evaluation:read", personal=False)
@blueprint.arguments(ImprovementQuery, location="query")
@blueprint.response(200, pagination.page_view(ServiceImprovementView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List requests to improve a service."""
    with transaction() as session:
        statement = findings.listed_improvements(**pagination.filters(query))
        return pagination.page(session, statement, sorts=findings.IMPROVEMENT_SORTS, query=query)
