"""Reads employees together with the position that each of them holds on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from employee_service.domain.career import Assignment
from employee_service.domain.employee import Employee
from employee_service.persistence import careers


@dataclass(frozen=True)
class EmployeeOnDay:
    """An employee, and the assignment that holds on the day; None before the first one."""

    employee: Employee
    assignment: Assignment | None
    as_of: date


def read_employees(session: Session, *, employees: Sequence[Employee], as_of: date) -> list[EmployeeOnDay]:
    """Put the employees beside what holds on the day, in the order given."""
    careers_by_id = careers.listed(session, employees)
    return [EmployeeOnDay(employee, careers_by_id[employee.id].on(as_of), as_of) for employee in employees]
