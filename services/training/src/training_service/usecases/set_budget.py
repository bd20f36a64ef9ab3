"""Sets the training budget of a year."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis.ids import new_id
from training_service.domain.budget import Budget
from training_service.persistence import budgets


def set_budget(session: Session, *, year: int, amount: int, at: datetime) -> Budget:
    """Keep the budget of `year`, whole rupiah; BudgetAlreadyExists when the year has one."""
    budget = Budget(id=new_id(), year=year, amount=amount, set_at=at)
    budgets.add_new(session, budget)
    return budget
