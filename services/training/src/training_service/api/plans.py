"""/v1/plans: what the budget of a period buys."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, DecisionView, ReasonView, Schema, View, fields, pagination, transaction
from training_service.api import shared_fields
from training_service.domain.plan import LineKind, Plan, PlanLine
from training_service.persistence import plans
from training_service.usecases.fix_plan import fix_plan

blueprint = Blueprint("plans", __name__, url_prefix="/v1", description="Training plans, one a period.")


class FixPlanRequest(Schema):
    """The period to plan for: one that has not ended, perhaps one to come."""

    year = shared_fields.Year(required=True, metadata={"description": "Budget year"})
    period = fields.Period(required=True)


class PlanSummaryView(View):
    """A plan without its lines; amounts in whole rupiah."""

    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    period = fields.Period(required=True)
    budget = fields.Integer(required=True, metadata={"description": "Budget of the year"})
    committed = fields.Integer(required=True, metadata={"description": "Of the year's budget, after this plan"})
    remaining = fields.Integer(required=True, metadata={"description": "Of the year's budget, after this plan"})
    cost = fields.Integer(required=True, metadata={"description": "What this plan commits"})
    funded = fields.Integer(required=True, metadata={"description": "Needs that have a seat"})
    unfunded = fields.Integer(required=True, metadata={"description": "Needs left without a seat"})
    already_met = fields.Integer(required=True, metadata={"description": "Needs whose level is reached already"})
    rule_version = fields.String(required=True)
    reasons = fields.List(fields.Nested(ReasonView), required=True)
    fixed_at = fields.DateTime(required=True)


class PlanLineView(View):
    """The decision about one need; beside `outcome` and `cost` only what applies to that outcome."""

    position = fields.Integer(required=True, metadata={"description": "From 1, the most urgent need first"})
    need_id = fields.UUID(required=True)
    outcome = fields.Enum(LineKind, required=True)
    cost = fields.Integer(required=True, metadata={"description": "0 where the line buys no seat"})
    enrolment_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "SEAT_…: the seat that answers the need"}
    )
    course_id = fields.UUID(attribute="decision.outcome.course_id", metadata={"description": "SEAT_…: its course"})
    buyer_need_id = fields.UUID(
        attribute="decision.outcome.buyer_need_id", metadata={"description": "SEAT_SHARED: the need that bought it"}
    )
    level = fields.Integer(
        attribute="decision.outcome.level", metadata={"description": "ALREADY_MET: the level that is reached"}
    )
    reasons = fields.List(fields.Nested(ReasonView), required=True, attribute="decision.reasons")


class PlanView(PlanSummaryView):
    """A plan with a line for every need it decided."""

    lines = fields.List(fields.Nested(PlanLineView), required=True)


class PlanLineDecisionView(PlanLineView):
    """A line with everything that the plan knew when it decided."""

    plan_id = fields.UUID(required=True)
    decision = fields.Nested(DecisionView, required=True)


@blueprint.post("/plans", scope="training:write", idempotency="required")
@blueprint.arguments(FixPlanRequest)
@blueprint.response(201, PlanSummaryView)
def create(body: dict[str, Any]) -> tuple[Plan, dict[str, str]]:
    """Fix the plan of a period.

    Takes up every open need, and every need that earlier plans left unfunded, the most urgent first, as far as
    the year's budget goes. Without open needs the plan is empty, and its reasons say so.
    """
    with transaction() as session:
        plan = fix_plan(session, at=now(), **body)
    return plan, {"Location": url_for(".read", plan_id=plan.id)}


class PlanQuery(pagination.PageQuery):
    """Which plans."""

    year = shared_fields.Year(text=True, load_default=None)
    period = fields.Period(load_default=None)
    sort = pagination.Sort(plans.SORTS)
    shown = pagination.Shown(PlanSummaryView)


@blueprint.get("/plans", scope="training:read", personal=False)
@blueprint.arguments(PlanQuery, location="query")
@blueprint.response(200, pagination.page_view(PlanSummaryView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List plans by period, without their lines."""
    with transaction() as session:
        statement = plans.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=plans.SORTS, query=query)


@blueprint.get("/plans/<uuid:plan_id>", scope="training:read")
@blueprint.response(200, PlanView)
def read(plan_id: UUID) -> Plan:
    """Read one plan with all its lines."""
    with transaction() as session:
        return plans.get(session, plan_id)


@blueprint.get("/plans/<uuid:plan_id>/lines/<uuid:need_id>", scope="training:read")
@blueprint.response(200, PlanLineDecisionView)
def read_line(plan_id: UUID, need_id: UUID) -> PlanLine:
    """Read the line of one need with its decision: what the plan knew, by which rule it decided, and why."""
    with transaction() as session:
        return plans.get_line(session, plan_id, need_id)
