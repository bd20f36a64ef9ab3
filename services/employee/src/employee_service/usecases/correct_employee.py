"""Corrects who a civil servant is: the NIP, the name, the grade."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from employee_service.domain.employee import Employee
from employee_service.domain.nip import Nip
from employee_service.events import facts
from employee_service.persistence import careers, employees
from employee_service.policies.regulations import Regulations


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
        corrected |= _stated_by(session, corrected["nip"], at)
        careers.get(session, employee).check_appointment(corrected["nip"].appointed_from)
    employee.check_grade(**{name: corrected[name] for name in ("grade", "employment") if name in corrected})
    if rows.change(employee, corrected, versions=versions):
        employees.keep_unique(session, employee)
        outbox.record(session, facts.employee_corrected(employee, at=at))
    return employee


def _stated_by(session: Session, nip: str, at: datetime) -> dict[str, Any]:
    """Return the number, and what it states."""
    today = business_day(at)
    rules = regulations_of(session, Regulations).nip.in_force(today).values
    number = Nip.parse(nip, rules, on=today)
    return {"nip": number, "employment": number.employment, "unusual_start_age": number.unusual_start(rules)}
