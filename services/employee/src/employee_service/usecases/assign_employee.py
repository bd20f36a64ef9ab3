"""Assigns an employee to another position."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from employee_service.domain.career import Assignment
from employee_service.domain.position import UnknownPosition
from employee_service.events import facts
from employee_service.persistence import careers, employees, positions


def assign_employee(
    session: Session, *, employee_id: UUID, position_id: UUID, effective_date: date, at: datetime
) -> Assignment:
    """Give the employee the position from `effective_date` on, under the employee's row lock.

    An assignment whose day is still to come changes nothing before it. Raises EmployeeNotFound, UnknownPosition,
    PositionWithdrawn, AlreadyInPosition, AssignmentTooEarly.
    """
    employee = employees.lock(session, employee_id)
    position = positions.find_held(session, position_id)
    if position is None:
        raise UnknownPosition(position_id)
    position.require_standing()
    career = careers.get(session, employee)
    step = career.assign(position, assignment_id=new_id(), effective_date=effective_date, at=at)
    careers.add_all(session, [step])
    outbox.record(session, facts.employee_assigned(step, version=employee.next_version(), at=at))
    return step
