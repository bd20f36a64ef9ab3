"""Budgets: get, lock, list, add."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from training_service.domain.budget import Budget, BudgetAlreadyExists, BudgetNotFound, BudgetNotSet
from training_service.persistence.tables.budget import budgets

SORTS = {"year": (budgets.c.year,)}


def add_new(session: Session, budget: Budget) -> None:
    """Keep a new budget; BudgetAlreadyExists when the year has one."""
    if not rows.add_new(session, budgets, [budget]):
        raise BudgetAlreadyExists(budget.year)


def get(session: Session, budget_id: UUID) -> Budget:
    """Return the budget; BudgetNotFound when there is none."""
    return rows.get(session, Budget, budget_id, missing=BudgetNotFound)


def lock(session: Session, year: int) -> Budget:
    """Return the budget of the year, held until the transaction ends; BudgetNotSet when there is none."""
    budget = session.scalar(listed(year=year).with_for_update())
    if budget is None:
        raise BudgetNotSet(year)
    return budget


def listed(*, year: int | None = None) -> Select[Budget]:
    """Return the query for budgets, perhaps the one of this year."""
    return rows.matching(select(Budget), budgets, year=year)
