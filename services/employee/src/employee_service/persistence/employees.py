"""Rows of employees: the identity alone."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.employee import DuplicateNip, Employee, EmployeeNotFound
from employee_service.domain.nip import Nip
from employee_service.persistence import careers
from employee_service.persistence.tables.employees import employees

KEYS = (employees.c.id,)


def add_new(session: Session, employee: Employee) -> None:
    """Insert the employee; DuplicateNip when the NIP is taken."""
    if not rows.add_new(session, employees, [employee]):
        raise DuplicateNip


def keep_unique(session: Session, employee: Employee) -> None:
    """Write the changed employee; DuplicateNip when somebody else has the NIP."""
    others = select(employees.c.id).where(employees.c.nip == employee.nip, employees.c.id != employee.id)
    with session.no_autoflush:
        # Asked before it is written: a broken key would put the NIP into the database's log.
        taken = session.scalar(others) is not None
    try:
        if taken:
            raise DuplicateNip
        session.flush()
    except IntegrityError:
        raise DuplicateNip from None


def get(session: Session, employee_id: UUID) -> Employee:
    """Return the employee; EmployeeNotFound."""
    return rows.get(session, Employee, employee_id, missing=EmployeeNotFound)


def find(session: Session, employee_id: UUID) -> Employee | None:
    """Return the employee, if there is one in reach."""
    return rows.find(session, Employee, employee_id)


def lock(session: Session, employee_id: UUID) -> Employee:
    """Return the employee, held until the transaction ends; EmployeeNotFound."""
    return rows.get(session, Employee, employee_id, missing=EmployeeNotFound, lock=True)


def find_locked(session: Session, employee_id: UUID) -> Employee | None:
    """Return the employee, if there is one, held until the transaction ends."""
    return rows.find(session, Employee, employee_id, lock=True)


def listed(*, nip: str | None, unit_id: UUID | None, on: date) -> Select[Employee]:
    """Return the query for the employees with this NIP, and in this unit on the day, where given."""
    number = None if nip is None else Nip("".join(nip.split()))
    query = rows.matching(select(Employee), employees, nip=number)
    return query if unit_id is None else query.where(employees.c.id.in_(careers.employees_in(unit_id, on)))
