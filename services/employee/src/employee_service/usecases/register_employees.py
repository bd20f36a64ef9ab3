"""Registers civil servants, many at once, each by the same rules as one alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.codes import Employment
from employee_service.domain.career import (
    AlreadyInPosition,
    Assignment,
    AssignmentBeforeAppointment,
    AssignmentTooEarly,
    Career,
)
from employee_service.domain.employee import DuplicateNip, Employee, EmploymentDisagrees
from employee_service.domain.grade import UnknownGrade
from employee_service.domain.nip import Nip
from employee_service.domain.nip_fault import InvalidNip
from employee_service.domain.position import Position, PositionWithdrawn, UnknownPositionCode
from employee_service.events import facts
from employee_service.persistence import careers, employees, positions
from employee_service.usecases.assign_employee import assign_employee
from employee_service.usecases.correct_employee import correct_employee
from employee_service.usecases.read_nip import read_nip

REFUSALS: Final = (
    AlreadyInPosition,
    AssignmentBeforeAppointment,
    AssignmentTooEarly,
    DuplicateNip,
    EmploymentDisagrees,
    InvalidNip,
    PositionWithdrawn,
    UnknownGrade,
    UnknownPositionCode,
)


@dataclass(frozen=True)
class NewEmployee:
    """Who is to be registered, and the code of the position that is held from a day on."""

    nip: str
    name: str
    employment: Employment | None
    grade: str
    position_code: str
    effective_date: date


def register_employees(
    session: Session, *, told: Sequence[NewEmployee], revising: bool = False, at: datetime
) -> list[Exception | None]:
    """Register them in order, and return for each None or why it is not registered.

    `revising`: of somebody whose NIP is known, name and grade are set right, and another position is assigned, where
    they differ. Raises DuplicateNip where a NIP is taken that the caller may not see, and nothing is registered.
    """
    places = positions.held_by_code(session, [each.position_code for each in told])
    known = employees.found_by_nip(session, [Nip.typed(each.nip) for each in told])
    new: list[tuple[Employee, Assignment]] = []
    answers: list[Exception | None] = []
    for each in told:
        try:
            there = known.get(Nip.typed(each.nip))
            if there is None:
                employee, first = check_new_employee(session, each, places.get(each.position_code), at=at)
                known[employee.nip] = employee
                new.append((employee, first))
            else:
                _revise(session, there, each, places, revising=revising, at=at)
            answers.append(None)
        except REFUSALS as refusal:
            answers.append(refusal)
    register_checked(session, new, at=at)
    return answers


def check_new_employee(
    session: Session, told: NewEmployee, position: Position | None, *, at: datetime
) -> tuple[Employee, Assignment]:
    """Return who is to be registered, and the first step of the career.

    Raises InvalidNip, EmploymentDisagrees, UnknownPositionCode, PositionWithdrawn, UnknownGrade,
    AssignmentBeforeAppointment.
    """
    number, unusual_start = read_nip(session, told.nip, at=at)
    if told.employment is not None and told.employment is not number.employment:
        raise EmploymentDisagrees(number.employment, stated=told.employment)
    if position is None:
        raise UnknownPositionCode(told.position_code)
    position.require_standing()
    employee = Employee(new_id(), number, told.name, told.grade, unusual_start, created_at=at)
    career = Career(employee.id, number.appointed_from, [])
    return employee, career.assign(position, assignment_id=new_id(), effective_date=told.effective_date, at=at)


def register_checked(session: Session, new: Sequence[tuple[Employee, Assignment]], *, at: datetime) -> None:
    """Insert employees, each with the first step of the career, and tell of them; DuplicateNip."""
    # In this order: by the assignment the employee is in reach of a caller who reaches one unit alone.
    careers.add_all(session, [first for _, first in new])
    employees.add_new(session, [employee for employee, _ in new])
    outbox.record(session, *(facts.employee_registered(employee, first, at=at) for employee, first in new))


def _revise(
    session: Session,
    employee: Employee,
    told: NewEmployee,
    places: Mapping[str, Position],
    *,
    revising: bool,
    at: datetime,
) -> None:
    if not revising or employees.find(session, employee.id) is None:
        raise DuplicateNip
    position = places.get(told.position_code)
    if position is None:
        raise UnknownPositionCode(told.position_code)
    newest = max(careers.get(session, employee).assignments, key=lambda step: step.effective_date, default=None)
    if (employee.name, employee.grade) != (told.name, told.grade):
        changes = {"name": told.name, "grade": told.grade}
        correct_employee(session, employee_id=employee.id, changes=changes, versions=None, at=at)
    if newest is None or newest.position_id != position.id:
        day = told.effective_date
        assign_employee(session, employee_id=employee.id, position_id=position.id, effective_date=day, at=at)
