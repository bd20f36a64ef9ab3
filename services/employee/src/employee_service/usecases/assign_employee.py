"""Assigns an employee to another position."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from employee_service.domain.employee import Assignment
from employee_service.domain.errors import UnknownPosition
from employee_service.events import published
from employee_service.persistence import employees, positions


def assign_employee(
    session: Session, *, employee_id: UUID, position_id: UUID, effective_date: date, now: datetime
) -> Assignment:
    """Move the employee to the position, under the employee's row lock.

    The newest assignment counts as soon as it is recorded, also where its day is still to come.
    Raises EmployeeNotFound, UnknownPosition, AlreadyInPosition, AssignmentTooEarly.
    """
    employee = employees.get(session, employee_id, lock=True)
    position = positions.find(session, position_id)
    if position is None:
        raise UnknownPosition(position_id)
    fact = employee.assign(position, assignment_id=new_id(), effective_date=effective_date, at=now)
    outbox.record(session, published.employee_assigned(fact, at=now))
    return employee.assignments[-1]
