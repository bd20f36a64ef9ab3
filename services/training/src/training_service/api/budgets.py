"""/v1/budgets: what may be spent in a year."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from training_service.api import shared_fields
from training_service.domain.budget import Budget
from training_service.persistence import budgets
from training_service.usecases.set_budget import set_budget

blueprint = Blueprint("budgets", __name__, url_prefix="/v1", description="Training budgets, one a year.")


class SetBudgetRequest(Schema):
    """The budget of a year."""

    year = shared_fields.Year(required=True)
    amount = shared_fields.Rupiah(required=True)


class BudgetView(View):
    """The budget of a year, in whole rupiah."""

    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    amount = fields.Integer(required=True)
    committed = fields.Integer(required=True, metadata={"description": "Committed by the plans of the year"})
    remaining = fields.Integer(required=True)
    set_at = fields.DateTime(required=True)


@blueprint.post("/budgets", scope="training:write", idempotency="required")
@blueprint.arguments(SetBudgetRequest)
@blueprint.response(201, BudgetView)
def create(body: dict[str, Any]) -> tuple[Budget, dict[str, str]]:
    """Set the budget of a year, once."""
    with transaction() as session:
        budget = set_budget(session, at=now(), **body)
    return budget, {"Location": url_for(".read", budget_id=budget.id)}


class BudgetQuery(pagination.PageQuery):
    """Which budgets."""

    year = shared_fields.Year(text=True, load_default=None)
    sort = pagination.Sort(budgets.SORTS)
    shown = pagination.Shown(BudgetView)


@blueprint.get("/budgets", scope="training:read", personal=False)
@blueprint.arguments(BudgetQuery, location="query")
@blueprint.response(200, pagination.page_view(BudgetView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List budgets by year."""
    with transaction() as session:
        return pagination.page(session, budgets.listed(year=query["year"]), sorts=budgets.SORTS, query=query)


@blueprint.get("/budgets/<uuid:budget_id>", scope="training:read", personal=False)
@blueprint.response(200, BudgetView)
def read(budget_id: UUID) -> Budget:
    """Read one budget."""
    with transaction() as session:
        return budgets.get(session, budget_id)
