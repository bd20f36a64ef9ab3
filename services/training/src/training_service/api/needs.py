"""/v1/needs: the register of training needs."""

from typing import Any
from uuid import UUID

from asn_chassis.web import Blueprint, ReasonView, View, fields, pagination, transaction
from training_service.domain.need import NeedState, NoticeKind, TrainingNeed
from training_service.persistence import needs

blueprint = Blueprint("needs", __name__, url_prefix="/v1", description="The register of training needs.")


class CauseView(View):
    """What brought the need to light."""

    kind = fields.String(required=True, metadata={"examples": ["EVALUATION", "SATISFACTION_INDEX"]})
    id = fields.UUID(required=True)
    element = fields.String(required=True, allow_none=True)
    period = fields.String(required=True)


class EndingView(View):
    """How the need ended at the service that identified it; SEAT_KEPT among the reasons: its seat goes on."""

    kind = fields.Enum(NoticeKind, required=True, metadata={"examples": ["MET", "WITHDRAWN"]})
    at = fields.DateTime(required=True)
    level = fields.Integer(required=True, allow_none=True, metadata={"description": "The level that met it"})
    reasons = fields.List(fields.Nested(ReasonView), required=True)


class NeedView(View):
    """A training need and where it stands."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    competency_code = fields.String(required=True)
    current_level = fields.Integer(required=True, allow_none=True)
    target_level = fields.Integer(required=True)
    gap = fields.Integer(required=True)
    gap_class = fields.String(required=True)
    priority = fields.Integer(required=True, metadata={"description": "1 to 100, 100 first"})
    confirmation_required = fields.Boolean(required=True)
    cause = fields.Nested(CauseView, required=True)
    rule_version = fields.String(required=True)
    reasons = fields.List(fields.Nested(ReasonView), required=True)
    identified_at = fields.DateTime(required=True)
    correlation_id = fields.String(required=True)
    state = fields.Enum(NeedState, required=True)
    confirmed_at = fields.DateTime(required=True, allow_none=True)
    plan_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The last plan that decided"})
    enrolment_id = fields.UUID(required=True, allow_none=True)
    fulfilled_at = fields.DateTime(required=True, allow_none=True)
    ending = fields.Nested(EndingView, required=True, allow_none=True)


class NeedQuery(pagination.PageQuery):
    """Which needs."""

    employee_id = fields.UUID(load_default=None)
    state = fields.Enum(NeedState, load_default=None)
    correlation_id = fields.String(max=100, load_default=None, metadata={"description": "The flow it came from"})
    unit_id = fields.UUID(load_default=None)
    subtree = pagination.Subtree()
    sort = pagination.Sort(needs.SORTS)
    shown = pagination.Shown(NeedView)


@blueprint.get("/needs", scope="training:read")
@blueprint.arguments(NeedQuery, location="query")
@blueprint.response(200, pagination.page_view(NeedView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List needs in the order of their ids."""
    with transaction() as session:
        statement = needs.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=needs.SORTS, query=query)


@blueprint.get("/needs/<uuid:need_id>", scope="training:read")
@blueprint.response(200, NeedView)
def read(need_id: UUID) -> TrainingNeed:
    """Read one need."""
    with transaction() as session:
        return needs.get(session, need_id)
