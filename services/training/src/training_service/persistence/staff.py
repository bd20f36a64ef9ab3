"""The replica of civil servants: an older event never overwrites a newer one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.codes import Employment
from training_service.domain.staff import CompetencyLevel, Employee, EmployeeNotFound
from training_service.persistence.needs import WAITING_EMPLOYEES
from training_service.persistence.tables.staff import competency_levels, employees


def keep_employees(session: Session, told: Sequence[Employee]) -> None:
    """Keep what is newer than what is known."""
    rows.keep_newer(session, employees, told)


def keep_levels(session: Session, told: Sequence[CompetencyLevel]) -> None:
    """Keep what is newer than what is known."""
    rows.keep_newer(session, competency_levels, told)


def get(session: Session, employee_id: UUID) -> Employee:
    """Return the employee; EmployeeNotFound when none was announced."""
    return rows.get(session, Employee, employee_id, missing=EmployeeNotFound)


def employments(session: Session) -> Mapping[UUID, Employment | None]:
    """Return the kind of employment of each known employee who has a waiting need."""
    found = session.scalars(select(Employee).where(employees.c.id.in_(WAITING_EMPLOYEES)))
    return {employee.id: employee.known_employment for employee in found}


def levels(session: Session) -> Mapping[tuple[UUID, str], CompetencyLevel]:
    """Return the stated levels, by employee and competency, of the employees who have a waiting need."""
    found = session.scalars(select(CompetencyLevel).where(competency_levels.c.employee_id.in_(WAITING_EMPLOYEES)))
    return {(level.employee_id, level.competency_code): level for level in found}
