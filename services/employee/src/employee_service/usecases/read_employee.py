"""Reads an employee together with the position that she holds on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Self
from uuid import UUID

from sqlalchemy.orm import Session

from asn_kernel.codes import Employment
from employee_service.domain.career import Assignment
from employee_service.domain.employee import Employee
from employee_service.domain.grade import rank_of
from employee_service.domain.nip import Nip
from employee_service.persistence import careers, employees

# Of a row or of an object of the domain.
_WHO: Callable[[Any], tuple[Any, ...]] = attrgetter(
    "id", "nip", "name", "employment", "grade", "unusual_start_age", "created_at", "version"
)
_HELD: Callable[[Any], tuple[Any, ...]] = attrgetter("position_id", "unit_id", "effective_date")


@dataclass(frozen=True, slots=True)
class EmployeeOnDay:
    """An employee, and what of the assignment that holds on the day `as_of`; None before the first one."""

    as_of: date
    id: UUID
    nip: Nip
    name: str
    employment: Employment
    grade: str
    unusual_start_age: bool
    created_at: datetime
    version: int
    position_id: UUID | None
    unit_id: UUID | None
    effective_date: date | None

    @classmethod
    def of(cls, employee: Employee, held: Assignment | None, *, as_of: date) -> Self:
        """Return what is shown of an employee with this assignment."""
        where = (None, None, None) if held is None else _HELD(held)
        return cls(as_of, *_WHO(employee), *where)

    @classmethod
    def read(cls, row: Any, *, as_of: date) -> Self:
        """Return what is shown by a row of `employees.on_day`."""
        return cls(as_of, *_WHO(row), *_HELD(row))

    @property
    def rank(self) -> str | None:
        """Pangkat of a PNS; a PPPK has none."""
        return rank_of(self.grade)


def read_employee(session: Session, *, employee_id: UUID, as_of: date) -> EmployeeOnDay:
    """Return the employee as of the day; EmployeeNotFound."""
    return EmployeeOnDay.read(employees.get_on_day(session, employee_id, as_of), as_of=as_of)


def read_changed_employee(session: Session, *, employee: Employee, as_of: date) -> EmployeeOnDay:
    """Return an employee who is registered or changed in this transaction as of the day."""
    return EmployeeOnDay.of(employee, careers.get(session, employee).on(as_of), as_of=as_of)
