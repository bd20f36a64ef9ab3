"""/v1/budgets: what may be spent in a year."""

from typing import Any

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import KitBlueprint, Schema, View, fields, pagination, transaction
from training_service.api import shared_fields
from training_service.domain.budget import Budget
from training_service.persistence import budgets
from training_service.usecases.set_budget import set_budget

blueprint = KitBlueprint("budgets", __name__, url_prefix="/v1", description="Training budgets, one a year.")


class SetBudgetRequest(Schema):
    """The budget of a year."""

    year = shared_fields.Year(required=True)
    amount = shared_fields.Rupiah(required=True)


class BudgetView(View):
    """The budget of a year, in whole rupiah."""

    year = fields.Whole(required=True)
    amount = fields.Whole(required=True)
    committed = fields.Whole(required=True, metadata={"description": "Committed by the plans of the year"})
    remaining = fields.Whole(required=True)
    set_at = fields.Instant(required=True)


@blueprint.post("/budgets", scope="training:write", idempotency="required")
@blueprint.arguments(SetBudgetRequest)
@blueprint.response(201, BudgetView)
def create(body: dict[str, Any]) -> tuple[Budget, dict[str, str]]:
    """Set the budget of a year, once."""
    with transaction() as session:
        budget = set_budget(session, now=now(), **body)
    return budget, {"Location": url_for(".read", year=budget.year)}


@blueprint.get("/budgets", scope="training:read")
@blueprint.arguments(pagination.PageQuery, location="query")
@blueprint.response(200, pagination.page_view(BudgetView))
def list_budgets(query: dict[str, Any]) -> pagination.Page:
    """List budgets by year."""
    with transaction() as session:
        return pagination.page(session, budgets.listed(), keys=budgets.ORDER, query=query)


@blueprint.get("/budgets/<int(min=2000, max=2100):year>", scope="training:read")
@blueprint.response(200, BudgetView)
def read(year: int) -> Budget:
    """Read the budget of a year."""
    with transaction() as session:
        return budgets.find(session, year)
