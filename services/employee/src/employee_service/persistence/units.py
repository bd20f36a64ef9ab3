"""Rows of units."""

from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.codes import UnitKind
from employee_service.domain.unit import DuplicateUnitCode, Unit, UnitNotFound
from employee_service.persistence.tables.units import units

KEYS = (units.c.id,)
# Any constant will do: who holds it moves units, and nobody else meanwhile.
TREE = UUID("01980a10-0000-7000-8000-000000000001")


def add_new(session: Session, unit: Unit) -> None:
    """Insert the unit; DuplicateUnitCode when its code is taken."""
    if not rows.add_new(session, units, [unit]):
        raise DuplicateUnitCode(unit.code)


def get(session: Session, unit_id: UUID) -> Unit:
    """Return the unit; UnitNotFound."""
    return rows.get(session, Unit, unit_id, missing=UnitNotFound)


def lock(session: Session, unit_id: UUID) -> Unit:
    """Return the unit, held until the transaction ends; UnitNotFound."""
    return rows.get(session, Unit, unit_id, missing=UnitNotFound, lock=True)


def hold_tree(session: Session) -> None:
    """Let nobody else move a unit until the transaction ends: two moves at once could make a ring."""
    rows.hold(session, [TREE])


def lies_below(session: Session, unit_id: UUID, above: UUID) -> bool:
    """Say whether the unit is the one `above` or lies somewhere below it."""
    path = select(units.c.id, units.c.parent_id).where(units.c.id == unit_id).cte("path", recursive=True)
    path = path.union(select(units.c.id, units.c.parent_id).where(units.c.id == path.c.parent_id))
    return bool(session.scalar(select(exists().where(path.c.id == above))))


def find(session: Session, unit_id: UUID) -> Unit | None:
    """Return the unit, if there is one."""
    return rows.find(session, Unit, unit_id)


def find_by_code(session: Session, code: str) -> Unit | None:
    """Return the unit that has this code, if there is one."""
    return session.scalar(select(Unit).where(units.c.code == code))


def listed(*, code: str | None, kind: UnitKind | None) -> Select[Unit]:
    """Return the query for the units with this code and of this kind, where given."""
    return rows.matching(select(Unit), units, code=code, kind=kind)
