"""Rows of units."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.codes import UnitKind
from employee_service.domain.unit import DuplicateUnitCode, Unit, UnitNotFound
from employee_service.persistence.tables.units import units

KEYS = (units.c.id,)


def add_new(session: Session, unit: Unit) -> None:
    """Insert the unit; DuplicateUnitCode when its code is taken."""
    if not rows.add_new(session, units, [unit]):
        raise DuplicateUnitCode(unit.code)


def get(session: Session, unit_id: UUID) -> Unit:
    """Return the unit; UnitNotFound."""
    return rows.get(session, Unit, unit_id, missing=UnitNotFound)


def find(session: Session, unit_id: UUID) -> Unit | None:
    """Return the unit, if there is one."""
    return rows.find(session, Unit, unit_id)


def find_by_code(session: Session, code: str) -> Unit | None:
    """Return the unit that has this code, if there is one."""
    return session.scalar(select(Unit).where(units.c.code == code))


def listed(*, code: str | None, kind: UnitKind | None) -> Select[Unit]:
    """Return the query for the units with this code and of this kind, where given."""
    return rows.matching(select(Unit), units, code=code, kind=kind)
