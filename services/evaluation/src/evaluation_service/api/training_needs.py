"""/v1/training-needs: what people should learn, and why."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, fields, pagination, transaction
from evaluation_service.api import forms
from evaluation_service.domain.scales import Element, GapClass
from evaluation_service.domain.training_need import CauseKind, NeedState, TrainingNeed
from evaluation_service.persistence import training_needs
from evaluation_service.persistence.tables import training_needs as table
from evaluation_service.usecases.confirm_training_need import confirm_training_need

blueprint = Blueprint("training-needs", __name__, url_prefix="/v1", description="Training needs of employees.")


class NeedQuery(pagination.PageQuery):
    """Which training needs."""

    employee_id = fields.UUID(load_default=None)
    cause_id = fields.UUID(load_default=None, metadata={"description": "An evaluation, or the survey of an index"})
    correlation_id = fields.String(max=128, load_default=None, metadata=dict(forms.CORRELATION))


class TrainingNeedView(forms.DecisionView):
    """A training need, with the decision that made it."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    competency_code = forms.competency_code(required=True)
    current_level = forms.level(required=True, allow_none=True)
    target_level = forms.level(required=True)
    gap = fields.Integer(required=True)
    gap_class = fields.Enum(GapClass, required=True)
    priority = fields.Integer(min=1, max=100, required=True, metadata={"description": "100 is the most urgent"})
    state = fields.Enum(NeedState, required=True)
    confirmation_required = fields.Boolean(required=True)
    cause_kind = fields.Enum(CauseKind, required=True)
    cause_id = fields.UUID(required=True)
    cause_element = fields.Enum(Element, required=True, allow_none=True)
    cause_period = forms.period(required=True)
    correlation_id = fields.String(required=True)
    identified_at = fields.DateTime(required=True)
    confirmed_at = fields.DateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


@blueprint.get("/training-needs", scope="evaluation:read")
@blueprint.arguments(NeedQuery, location="query")
@blueprint.response(200, pagination.page_view(TrainingNeedView))
def list_needs(query: dict[str, Any]) -> pagination.Page:
    """List training needs."""
    with transaction() as session:
        statement = training_needs.listed(
            employee_id=query["employee_id"], cause_id=query["cause_id"], correlation_id=query["correlation_id"]
        )
        return pagination.page(session, statement, keys=[table.c.identified_at, table.c.id], query=query)


@blueprint.get("/training-needs/<uuid:need_id>", scope="evaluation:read")
@blueprint.response(200, TrainingNeedView)
def read(need_id: UUID) -> TrainingNeed:
    """Read one training need."""
    with transaction() as session:
        return training_needs.get(session, need_id)


@blueprint.post("/training-needs/<uuid:need_id>/confirmation", scope="evaluation:write", idempotency="required")
@blueprint.response(201, TrainingNeedView)
def confirm(need_id: UUID) -> tuple[TrainingNeed, dict[str, str]]:
    """Confirm a training need that waits for it, once; the request has no body."""
    with transaction() as session:
        need = confirm_training_need(session, need_id=need_id, at=now())
    return need, {"Location": url_for(".read", need_id=need.id)}
