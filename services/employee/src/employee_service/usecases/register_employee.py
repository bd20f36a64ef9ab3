"""Registers a civil servant in a position."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.codes import Employment
from employee_service.domain.career import Career
from employee_service.domain.employee import Employee, EmploymentDisagrees
from employee_service.domain.position import UnknownPosition
from employee_service.events import facts
from employee_service.persistence import careers, employees, positions
from employee_service.usecases.read_nip import read_nip


def register_employee(
    session: Session,
    *,
    nip: str,
    name: str,
    employment: Employment | None,
    grade: str,
    position_id: UUID,
    effective_date: date,
    at: datetime,
) -> Employee:
    """Register an employee; the NIP says the employment, a stated one must agree with it.

    `effective_date` is the day from which the position is held. Raises InvalidNip, EmploymentDisagrees,
    UnknownPosition, PositionWithdrawn, UnknownGrade, AssignmentBeforeAppointment, DuplicateNip.
    """
    number, unusual_start = read_nip(session, nip, at=at)
    if employment is not None and employment is not number.employment:
        raise EmploymentDisagrees(number.employment, stated=employment)
    position = positions.find_held(session, position_id)
    if position is None:
        raise UnknownPosition(position_id)
    position.require_standing()
    employee = Employee(new_id(), number, name, grade, unusual_start, created_at=at)
    career = Career(employee.id, number.appointed_from, [])
    first = career.assign(position, assignment_id=new_id(), effective_date=effective_date, at=at)
    # In this order: by the assignment the employee is in reach of a caller who reaches one unit alone.
    careers.add_all(session, [first])
    employees.add_new(session, employee)
    outbox.record(session, facts.employee_registered(employee, first, at=at))
    return employee
