"""Queries about units."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from employee_service.domain.errors import DuplicateUnitCode, UnitNotFound
from employee_service.domain.unit import Unit, UnitKind
from employee_service.persistence.insertion import insert_unless_taken
from employee_service.persistence.tables import units

KEYS = (units.c.id,)


def add(session: Session, unit: Unit) -> None:
    """Insert the unit; DuplicateUnitCode when its code is taken."""
    if not insert_unless_taken(session, units, unit, key="code"):
        raise DuplicateUnitCode(unit.code)


def get(session: Session, unit_id: UUID) -> Unit:
    """Return the unit; UnitNotFound."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise UnitNotFound(unit_id)
    return unit


def find(session: Session, unit_id: UUID) -> Unit | None:
    """Return the unit, if there is one."""
    return session.get(Unit, unit_id)


def with_code(session: Session, code: str) -> Unit | None:
    """Return the unit that has this code, if there is one."""
    return session.scalar(select(Unit).where(units.c.code == code))


def listed(*, code: str | None, kind: UnitKind | None) -> Select[Unit]:
    """Return the query for the units with this code and of this kind, where given."""
    query = select(Unit)
    query = query if code is None else query.where(units.c.code == code)
    return query if kind is None else query.where(units.c.kind == kind)
