"""Keeps the replica of employees."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training_service.domain.employee import Employee
from training_service.persistence import employees


def keep_employees(session: Session, replicas: Sequence[Employee]) -> None:
    """Keep what the employee service announced, unless something newer is known."""
    employees.keep(session, replicas)
