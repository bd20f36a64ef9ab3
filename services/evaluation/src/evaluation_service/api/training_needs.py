"""/v1/training-needs: what people should learn, and why."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.rows import Versions
from asn_chassis.web import (
    Blueprint,
    DecisionView,
    ReasonView,
    View,
    WithdrawalRequest,
    etag,
    fields,
    pagination,
    transaction,
)
from asn_kernel.codes import Element, GapClass
from evaluation_service.api import shared_fields
from evaluation_service.domain.training_need import CauseKind, NeedState, TrainingNeed
from evaluation_service.persistence import training_needs
from evaluation_service.usecases.confirm_training_need import confirm_training_need
from evaluation_service.usecases.withdraw_training_need import withdraw_training_need

blueprint = Blueprint("training-needs", __name__, url_prefix="/v1", description="Training needs of employees.")


class TrainingNeedView(View):
    """A training need, with the decision that made it."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    competency_code = shared_fields.competency_code(required=True)
    current_level = shared_fields.level(required=True, allow_none=True, attribute="outcome.current_level")
    target_level = shared_fields.level(required=True, attribute="outcome.target_level")
    gap = fields.Integer(required=True, attribute="outcome.gap")
    gap_class = fields.Enum(GapClass, required=True, attribute="outcome.gap_class")
    priority = fields.Integer(
        min=1,
        max=100,
        required=True,
        attribute="outcome.priority",
        metadata={"description": "1 to 100, 100 is the most urgent"},
    )
    confirmation_required = fields.Boolean(required=True, attribute="outcome.confirmation_required")
    state = fields.Enum(NeedState, required=True)
    cause_kind = fields.Enum(CauseKind, required=True, attribute="cause.kind")
    cause_id = fields.UUID(required=True, attribute="cause.id")
    cause_element = fields.Enum(Element, required=True, allow_none=True, attribute="cause.element")
    cause_period = fields.Period(required=True, attribute="cause.period")
    rule_version = fields.String(required=True, attribute="decision.rule_version")
    reasons = fields.List(fields.Nested(ReasonView), required=True, attribute="decision.reasons")
    decision = fields.Nested(DecisionView, required=True)
    correlation_id = fields.String(required=True)
    identified_at = fields.DateTime(required=True)
    confirmed_at = fields.DateTime(required=True, allow_none=True)
    ended_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "When it was met, withdrawn, or lapsed"}
    )
    withdrawal_reason = fields.String(
        required=True, allow_none=True, metadata={"description": "What was written when it was withdrawn; else null"}
    )
    version = fields.Integer(required=True)


class NeedQuery(pagination.PageQuery):
    """Which training needs."""

    employee_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    cause_id = fields.UUID(load_default=None, metadata={"description": "An evaluation, or the survey of an index"})
    state = fields.Enum(NeedState, load_default=None)
    correlation_id = shared_fields.correlation_id()
    subtree = pagination.Subtree()
    sort = pagination.Sort(training_needs.SORTS)
    shown = pagination.Shown(TrainingNeedView)


@blueprint.get("/training-needs", scope="evaluation:read")
@blueprint.arguments(NeedQuery, location="query")
@blueprint.response(200, pagination.page_view(TrainingNeedView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List training needs."""
    with transaction() as session:
        statement = training_needs.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=training_needs.SORTS, query=query)


@blueprint.get("/training-needs/<uuid:need_id>", scope="evaluation:read")
@blueprint.response(200, TrainingNeedView)
def read(need_id: UUID) -> tuple[TrainingNeed, dict[str, str]]:
    """Read one training need."""
    with transaction() as session:
        need = training_needs.get(session, need_id)
    return need, etag(need.version)


@blueprint.post("/training-needs/<uuid:need_id>/confirmation", scope="evaluation:write", idempotency="required")
@blueprint.response(201, TrainingNeedView)
def confirm(need_id: UUID) -> tuple[TrainingNeed, dict[str, str]]:
    """Confirm a training need that waits for it, once; the request has no body."""
    with transaction() as session:
        need = confirm_training_need(session, need_id=need_id, at=now())
    return need, {"Location": url_for(".read", need_id=need.id)}


@blueprint.post(
    "/training-needs/<uuid:need_id>/withdrawal", scope="evaluation:write", idempotency="required", conditional=True
)
@blueprint.arguments(WithdrawalRequest)
@blueprint.response(201, TrainingNeedView)
def withdraw(body: dict[str, Any], need_id: UUID, versions: Versions) -> tuple[TrainingNeed, dict[str, str]]:
    """Withdraw an open training need for good."""
    with transaction() as session:
        need = withdraw_training_need(session, need_id=need_id, why=body["reason"], versions=versions, at=now())
    return need, {"Location": url_for(".read", need_id=need.id), **etag(need.version)}
