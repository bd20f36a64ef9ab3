"""Registers a civil servant in a position."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_kernel.codes import Employment
from employee_service.domain.employee import Employee
from employee_service.domain.position import UnknownPosition, UnknownPositionCode
from employee_service.persistence import positions
from employee_service.usecases.register_employees import NewEmployee, check_new_employee, register_checked


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
    position = positions.find_held(session, position_id)
    told = NewEmployee(nip, name, employment, grade, "" if position is None else position.code, effective_date)
    try:
        employee, first = check_new_employee(session, told, position, at=at)
    except UnknownPositionCode:
        raise UnknownPosition(position_id) from None
    register_checked(session, [(employee, first)], at=at)
    return employee
