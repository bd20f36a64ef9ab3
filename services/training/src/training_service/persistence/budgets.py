"""Budgets: find, lock, list, add."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from training_service.domain.budget import Budget
from training_service.domain.errors import BudgetAlreadyExists, BudgetNotFound, BudgetNotSet
from training_service.persistence.rows import insert_new
from training_service.persistence.tables import budgets

ORDER = [budgets.c.year]


def add(session: Session, budget: Budget) -> None:
    """Keep a new budget; BudgetAlreadyExists when the year has one."""
    if not insert_new(session, budgets, [budget]):
        raise BudgetAlreadyExists(budget.year)


def find(session: Session, budget_id: UUID) -> Budget:
    """Return the budget; BudgetNotFound when there is none."""
    budget = session.get(Budget, budget_id)
    if budget is None:
        raise BudgetNotFound(budget_id)
    return budget


def lock(session: Session, year: int) -> Budget:
    """Return the budget of the year, held until the transaction ends; BudgetNotSet when there is none."""
    budget = session.scalar(listed(year=year).with_for_update())
    if budget is None:
        raise BudgetNotSet(year)
    return budget


def listed(*, year: int | None = None) -> Select[Budget]:
    """Return the query for budgets, perhaps the one of this year."""
    statement = select(Budget)
    return statement if year is None else statement.where(budgets.c.year == year)
