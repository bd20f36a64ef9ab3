"""/v1/incentives: recommendations that follow evaluations, with their history."""

from typing import Any
from uuid import UUID

from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from evaluation_service.api import forms
from evaluation_service.domain.incentive import Incentive, IncentiveKind, Outcome
from evaluation_service.persistence import incentives
from evaluation_service.persistence.tables import incentives as table

blueprint = Blueprint("incentives", __name__, url_prefix="/v1", description="Incentives: nominations, never payments.")


class IncentiveQuery(pagination.PageQuery):
    """Which incentives."""

    employee_id = fields.UUID(load_default=None)
    evaluation_id = fields.UUID(load_default=None)
    period = forms.period(load_default=None)
    correlation_id = fields.String(max=128, load_default=None, metadata=dict(forms.CORRELATION))


class IncentiveDecisionView(forms.DecisionView):
    """One version of the decision."""

    version = fields.Integer(required=True)
    outcome = fields.Enum(Outcome, required=True)
    kind = fields.Enum(IncentiveKind, required=True)
    decided_at = fields.DateTime(required=True)


class IncentiveView(View):
    """An incentive: the decision that counts, and all versions of it."""

    id = fields.UUID(required=True)
    evaluation_id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    period = forms.period(required=True)
    outcome = fields.Enum(Outcome, required=True)
    kind = fields.Enum(IncentiveKind, required=True, attribute="latest.kind")
    rule_version = fields.String(required=True, attribute="latest.rule_version")
    reasons = fields.List(fields.Nested(forms.ReasonView), required=True, attribute="latest.reasons")
    inputs = forms.by_name("The values that the rules were applied to", attribute="latest.inputs")
    decided_at = fields.DateTime(required=True, attribute="latest.decided_at")
    history = fields.List(
        fields.Nested(IncentiveDecisionView),
        required=True,
        attribute="decisions",
        metadata={"description": "Every version of the decision, oldest first"},
    )
    correlation_id = fields.String(required=True)
    created_at = fields.DateTime(required=True)
    version = fields.Integer(required=True)


@blueprint.get("/incentives", scope="evaluation:read")
@blueprint.arguments(IncentiveQuery, location="query")
@blueprint.response(200, pagination.page_view(IncentiveView))
def list_incentives(query: dict[str, Any]) -> pagination.Page:
    """List incentives."""
    with transaction() as session:
        statement = incentives.listed(
            employee_id=query["employee_id"],
            evaluation_id=query["evaluation_id"],
            period=query["period"],
            correlation_id=query["correlation_id"],
        )
        return pagination.page(session, statement, keys=[table.c.created_at, table.c.id], query=query)


@blueprint.get("/incentives/<uuid:incentive_id>", scope="evaluation:read")
@blueprint.response(200, IncentiveView)
def read(incentive_id: UUID) -> Incentive:
    """Read one incentive."""
    with transaction() as session:
        return incentives.get(session, incentive_id)
