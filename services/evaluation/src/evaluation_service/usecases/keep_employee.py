"""Keeps the newest assignment of an employee, who then shares what the unit has to learn."""

from datetime import datetime

from sqlalchemy.orm import Session

from evaluation_service.domain.staff import Employee
from evaluation_service.persistence import locks, staff, training_needs
from evaluation_service.usecases.meet_findings import meet_findings


def keep_employee(session: Session, employee: Employee, *, at: datetime) -> None:
    """Store the employee unless a newer assignment is known, then meet the open findings of the unit."""
    locks.hold(session, [employee.unit_id])
    staff.keep_employee(session, employee)
    meet_findings(session, training_needs.unmet_by_employee(session, employee.id), at=at)
