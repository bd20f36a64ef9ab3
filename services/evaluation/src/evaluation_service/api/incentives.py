"""/v1/incentives: recommendations that follow evaluations, with their history."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, DecisionView, ReasonView, View, fields, pagination, transaction
from asn_kernel.codes import IncentiveKind
from asn_kernel.decision import Decision
from evaluation_service.api import shared_fields
from evaluation_service.domain.incentive import Incentive, IncentiveOutcome, IncentiveVersion
from evaluation_service.persistence import incentives
from evaluation_service.policies.confidentiality import shareable
from evaluation_service.usecases.reconsider_incentives import reconsider_incentive

blueprint = Blueprint("incentives", __name__, url_prefix="/v1", description="Incentives: nominations, never payments.")


class IncentiveVersionView(View):
    """One version of the decision."""

    version = fields.Integer(required=True)
    outcome = fields.Enum(IncentiveOutcome, required=True)
    kind = fields.Enum(IncentiveKind, required=True)
    rule_version = fields.String(required=True, attribute="decision.rule_version")
    reasons = fields.List(fields.Nested(ReasonView), required=True, attribute="decision.reasons")
    decision = fields.Nested(
        DecisionView, required=True, metadata={"description": "Without discipline for who may not see it"}
    )
    decided_at = fields.DateTime(required=True)


class IncentiveView(IncentiveVersionView):
    """An incentive: the decision that counts, and all versions of it."""

    id = fields.UUID(required=True)
    evaluation_id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    period = fields.Period(required=True)
    history = fields.List(
        fields.Nested(IncentiveVersionView),
        required=True,
        metadata={"description": "Every version of the decision, oldest first"},
    )
    correlation_id = fields.String(required=True)
    created_at = fields.DateTime(required=True)


class IncentiveQuery(pagination.PageQuery):
    """Which incentives."""

    employee_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    evaluation_id = fields.UUID(load_default=None)
    period = fields.Period(load_default=None)
    outcome = fields.Enum(IncentiveOutcome, load_default=None)
    correlation_id = shared_fields.correlation_id()
    subtree = pagination.Subtree()
    sort = pagination.Sort(incentives.SORTS)
    shown = pagination.Shown(IncentiveView)


@blueprint.get("/incentives", scope="evaluation:read")
@blueprint.arguments(IncentiveQuery, location="query")
@blueprint.response(200, pagination.page_view(IncentiveView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List incentives."""
    with transaction() as session:
        statement = incentives.listed(**pagination.filters(query))
        page = pagination.page(session, statement, sorts=incentives.SORTS, query=query)
    return page.of([_shown(incentive) for incentive in page.items])


@blueprint.get("/incentives/<uuid:incentive_id>", scope="evaluation:read")
@blueprint.response(200, IncentiveView)
def read(incentive_id: UUID) -> dict[str, Any]:
    """Read one incentive."""
    with transaction() as session:
        return _shown(incentives.get(session, incentive_id))


@blueprint.post("/incentives/<uuid:incentive_id>/reconsideration", scope="evaluation:write", idempotency="required")
@blueprint.response(201, IncentiveView)
def reconsider(incentive_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """Decide an incentive again on all that is known by now; the request has no body.

    Nothing is added when it comes out as before.
    """
    with transaction() as session:
        incentive = reconsider_incentive(session, incentive_id=incentive_id, at=now())
        return _shown(incentive), {"Location": url_for(".read", incentive_id=incentive.id)}


def _shown(incentive: Incentive) -> dict[str, Any]:
    names = ("id", "evaluation_id", "employee_id", "unit_id", "period", "correlation_id", "created_at")
    history = [_version(each) for each in incentive.versions]
    return {name: getattr(incentive, name) for name in names} | history[-1] | {"history": history}


def _version(each: IncentiveVersion) -> dict[str, Any]:
    decision: Decision[Any, Any] = each.decision if shared_fields.sees_discipline() else shareable(each.decision)
    return {
        "version": each.version,
        "outcome": each.award.outcome,
        "kind": each.award.kind,
        "decision": decision,
        "decided_at": each.decided_at,
    }
