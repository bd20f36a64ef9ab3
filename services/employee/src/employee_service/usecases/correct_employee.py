"""Corrects who a civil servant is: the NIP, the name, the grade."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from employee_service.domain.employee import Employee
from employee_service.events import facts
from employee_service.persistence import careers, employees
from employee_service.usecases.read_nip import read_nip


def correct_employee(
    session: Session, *, employee_id: UUID, changes: Mapping[str, str], versions: rows.Versions, at: datetime
) -> Employee:
    """Give the employee the `nip`, `name` or `grade` that `changes` has; another NIP may mean another employment.

    Nothing is published where nothing differs. Raises EmployeeNotFound, VersionStale, InvalidNip, UnknownGrade,
    AssignmentBeforeAppointment, DuplicateNip.
    """
    employee = employees.lock(session, employee_id)
    corrected: dict[str, Any] = dict(changes)
    if "nip" in corrected:
        number, unusual_start = read_nip(session, corrected["nip"], at=at)
        corrected |= {"nip": number, "employment": number.employment, "unusual_start_age": unusual_start}
        careers.get(session, employee).check_appointment(number.appointed_from)
    employee.check_grade(**{name: corrected[name] for name in ("grade", "employment") if name in corrected})
    if rows.change(employee, corrected, versions=versions):
        employees.keep_unique(session, employee)
        outbox.record(session, facts.employee_corrected(employee, at=at))
    return employee
