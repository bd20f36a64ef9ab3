"""Keeps what the employee service tells of civil servants."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training_service.domain.staff import CompetencyLevel, Employee
from training_service.persistence import staff


def keep_employees(session: Session, *, employees: Sequence[Employee]) -> None:
    """Keep the employees, unless something newer is known."""
    staff.keep_employees(session, employees)


def keep_levels(session: Session, *, levels: Sequence[CompetencyLevel]) -> None:
    """Keep the levels, unless something newer is known; of an employee who is not known yet, too."""
    staff.keep_levels(session, levels)
