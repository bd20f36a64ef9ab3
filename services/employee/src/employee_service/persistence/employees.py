"""Queries about employees."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from employee_service.domain.employee import Assignment, Employee
from employee_service.domain.errors import DuplicateNip, EmployeeNotFound
from employee_service.domain.learning import Training
from employee_service.domain.nip import Nip
from employee_service.persistence.insertion import insert_unless_taken
from employee_service.persistence.tables import assignments, employees

KEYS = (employees.c.id,)
ASSIGNMENT_KEYS = (assignments.c.id,)


def add(session: Session, employee: Employee) -> None:
    """Insert the employee; DuplicateNip when the NIP is taken."""
    if not insert_unless_taken(session, employees, employee, key="nip"):
        raise DuplicateNip


def get(session: Session, employee_id: UUID, *, lock: bool = False) -> Employee:
    """Return the employee, with `lock` held until the transaction ends; EmployeeNotFound."""
    employee = session.get(Employee, employee_id, with_for_update=lock or None)
    if employee is None:
        raise EmployeeNotFound(employee_id)
    return employee


def training_is_known(session: Session, enrolment_id: UUID) -> bool:
    """Say whether the hours of this enrolment were counted before."""
    return session.get(Training, enrolment_id) is not None


def listed(*, nip: str | None, unit_id: UUID | None) -> Select[Employee]:
    """Return the query for the employees with this NIP and in this unit, where given."""
    query = select(Employee)
    query = query if nip is None else query.where(employees.c.nip == Nip("".join(nip.split())))
    return query if unit_id is None else query.where(employees.c.unit_id == unit_id)


def assignments_of(employee_id: UUID) -> Select[Assignment]:
    """Return the query for the assignments of an employee."""
    return select(Assignment).where(assignments.c.employee_id == employee_id)
