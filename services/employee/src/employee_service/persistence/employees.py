"""Rows of employees: the identity, and for reading what is held on a day beside it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Text, any_, bindparam, literal, select, true, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.employee import DuplicateNip, Employee, EmployeeNotFound
from employee_service.domain.nip import Nip
from employee_service.persistence import careers
from employee_service.persistence.tables.employees import assignments, employee_words, employees
from employee_service.persistence.tables.positions import positions
from employee_service.persistence.tables.units import units

SORTS = {"id": (employees.c.id,), "name": (employees.c.name, employees.c.id)}

_held = (
    select(assignments.c.position_id, assignments.c.unit_id, assignments.c.effective_date)
    .where(assignments.c.employee_id == employees.c.id, assignments.c.effective_date <= bindparam("day"))
    .order_by(assignments.c.effective_date.desc())
    .limit(1)
    .lateral("held")
)
# Columns instead of objects, and composed once: the most frequent reads of all spend their time on nothing else.
on_day: Select[Any] = select(employees, _held).select_from(employees.outerjoin(_held, true()))
_one_on_day = on_day.where(employees.c.id == bindparam("employee_id"))


def add_new(session: Session, new: Sequence[Employee]) -> None:
    """Insert the employees; DuplicateNip when one of their NIPs is taken."""
    if len(rows.add_new(session, employees, new)) < len(new):
        raise DuplicateNip


def found_by_nip(session: Session, numbers: Collection[Nip]) -> dict[Nip, Employee]:
    """Return the employees in reach who have these NIPs."""
    digits = sorted({number.digits for number in numbers})
    among = type_coerce(employees.c.nip, Text) == any_(literal(digits, ARRAY(Text)))
    return {employee.nip: employee for employee in session.scalars(select(Employee).where(among))}


def tabled(on: date) -> Select[Any]:
    """Return the query for all employees as a table, with the position that each holds on the day."""
    query = select(
        type_coerce(employees.c.nip, Text).label("nip"),
        employees.c.name,
        employees.c.employment,
        employees.c.grade,
        positions.c.code.label("position_code"),
        _held.c.effective_date,
    ).select_from(employees.outerjoin(_held, true()).outerjoin(positions, positions.c.id == _held.c.position_id))
    return query.order_by(employees.c.id).params(day=on)


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


def get_on_day(session: Session, employee_id: UUID, day: date) -> Row[Any]:
    """Return the columns of the employee and of what is held on the day; EmployeeNotFound."""
    row = session.execute(_one_on_day, {"employee_id": employee_id, "day": day}).one_or_none()
    if row is None:
        raise EmployeeNotFound(employee_id)
    return row


def listed(*, nip: str | None, unit_id: UUID | None, subtree: bool, q: str | None, on: date) -> Select[Any]:
    """Return the query for the employees with this NIP and such a name, and in this unit on the day.

    It shows the same columns as `get_on_day`, and needs the parameter `day` too.
    """
    number = None if nip is None else Nip.typed(nip)
    query = rows.matching(on_day, employees, nip=number)
    if unit_id is not None:
        within = rows.units_of(units, unit_id, subtree=subtree)
        query = query.where(employees.c.id.in_(careers.employees_in(within, on)))
    return rows.named(query, employee_words, employees.c.id, q)
