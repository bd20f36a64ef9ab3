"""/v1/needs: the register of training needs."""

from typing import Any
from uuid import UUID

from asn_chassis.web import KitBlueprint, View, fields, pagination, transaction
from training_service.api.reasons import ReasonView
from training_service.domain.need import NeedState, TrainingNeed
from training_service.persistence import needs

blueprint = KitBlueprint("needs", __name__, url_prefix="/v1", description="The register of training needs.")


class NeedQuery(pagination.PageQuery):
    """Which needs."""

    employee_id = fields.Uuid(load_default=None)
    state = fields.Choice(NeedState, load_default=None)
    correlation_id = fields.Text(max=100, load_default=None, metadata={"description": "The flow it came from"})


class CauseView(View):
    """What brought the need to light."""

    kind = fields.Text(required=True, metadata={"examples": ["EVALUATION", "SATISFACTION_INDEX"]})
    id = fields.Uuid(required=True)
    element = fields.Text(required=True, allow_none=True)
    period = fields.Text(required=True)


class NeedView(View):
    """A training need and where it stands."""

    id = fields.Uuid(required=True)
    employee_id = fields.Uuid(required=True)
    unit_id = fields.Uuid(required=True)
    competency_code = fields.Text(required=True)
    current_level = fields.Whole(required=True, allow_none=True)
    target_level = fields.Whole(required=True)
    gap = fields.Whole(required=True)
    gap_class = fields.Text(required=True)
    priority = fields.Whole(required=True, metadata={"description": "1 to 100, 100 first"})
    confirmation_required = fields.Flag(required=True)
    cause = fields.Part(CauseView, required=True)
    rule_version = fields.Text(required=True)
    reasons = fields.Items(fields.Part(ReasonView), required=True)
    identified_at = fields.Instant(required=True)
    correlation_id = fields.Text(required=True)
    state = fields.Text(required=True, metadata={"examples": [state.value for state in NeedState]})
    confirmed_at = fields.Instant(required=True, allow_none=True)
    plan_id = fields.Uuid(required=True, allow_none=True, metadata={"description": "The last plan that decided"})
    enrolment_id = fields.Uuid(required=True, allow_none=True)
    fulfilled_at = fields.Instant(required=True, allow_none=True)


@blueprint.get("/needs", scope="training:read")
@blueprint.arguments(NeedQuery, location="query")
@blueprint.response(200, pagination.page_view(NeedView))
def list_needs(query: dict[str, Any]) -> pagination.Page:
    """List needs in the order of their ids."""
    with transaction() as session:
        statement = needs.listed(
            employee_id=query["employee_id"], state=query["state"], correlation_id=query["correlation_id"]
        )
        return pagination.page(session, statement, keys=needs.ORDER, query=query)


@blueprint.get("/needs/<uuid:need_id>", scope="training:read")
@blueprint.response(200, NeedView)
def read(need_id: UUID) -> TrainingNeed:
    """Read one need."""
    with transaction() as session:
        return needs.find(session, need_id)
