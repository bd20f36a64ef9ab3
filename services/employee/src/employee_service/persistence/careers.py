"""Rows of careers: dated assignments."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.career import Assignment, Career
from employee_service.domain.employee import Employee
from employee_service.persistence.tables.employees import assignments

SORTS = {"id": (assignments.c.id,), "effective_date": (assignments.c.effective_date, assignments.c.id)}


def get(session: Session, employee: Employee) -> Career:
    """Return the career of the employee; empty before the first assignment."""
    return listed(session, [employee])[employee.id]


def listed(session: Session, employees: Sequence[Employee]) -> dict[UUID, Career]:
    """Return the careers of these employees by id, with one query."""
    careers = {employee.id: Career(employee.id, employee.nip.appointed_from, []) for employee in employees}
    steps = select(Assignment).where(assignments.c.employee_id.in_(careers)).order_by(assignments.c.effective_date)
    for step in session.scalars(steps):
        careers[step.employee_id].assignments.append(step)
    return careers


def add_all(session: Session, steps: Sequence[Assignment]) -> None:
    """Insert the assignments."""
    rows.add_all(session, assignments, steps)


def assignments_of(employee_id: UUID) -> Select[Assignment]:
    """Return the query for the assignments of an employee."""
    return select(Assignment).where(assignments.c.employee_id == employee_id)


def employees_in(within: Any, on: date) -> Select[UUID]:
    """Return the query for the ids of those whose assignment that holds on the day is `within` (`rows.units_of`)."""
    ever = select(assignments.c.employee_id).where(assignments.c.unit_id == within)
    # Narrowed first: the careers of the city need not be read for one unit.
    held = rows.on_day(assignments, on, key=["employee_id"]).where(assignments.c.employee_id.in_(ever)).subquery()
    return select(held.c.employee_id).where(held.c.unit_id == within)
