"""Budgets: find, lock, list, add."""

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


def find(session: Session, year: int) -> Budget:
    """Return the budget of the year; BudgetNotFound when none was set."""
    budget = session.get(Budget, year)
    if budget is None:
        raise BudgetNotFound(year)
    return budget


def lock(session: Session, year: int) -> Budget:
    """Return the budget of the year, held until the transaction ends; BudgetNotSet when there is none."""
    budget = session.get(Budget, year, with_for_update=True)
    if budget is None:
        raise BudgetNotSet(year)
    return budget


def listed() -> Select[Budget]:
    """Return the query for all budgets."""
    return select(Budget)
