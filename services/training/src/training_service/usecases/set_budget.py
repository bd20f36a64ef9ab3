"""Sets the training budget of a year."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from training_service.domain.budget import Budget
from training_service.persistence import budgets


def set_budget(session: Session, *, budget_id: UUID, year: int, amount: int, now: datetime) -> Budget:
    """Keep the budget of `year`, whole rupiah; BudgetAlreadyExists when the year has one."""
    budget = Budget(id=budget_id, year=year, amount=amount, set_at=now)
    budgets.add(session, budget)
    return budget
