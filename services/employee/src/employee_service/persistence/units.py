"""Rows of units."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Table, Text, any_, exists, literal, or_, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.codes import UnitKind
from employee_service.domain.unit import Unit, UnitNotFound
from employee_service.persistence.tables.positions import positions
from employee_service.persistence.tables.units import unit_words, units

SORTS = {"id": (units.c.id,), "code": (units.c.code,), "name": (units.c.name, units.c.id)}
# Any constant will do: who holds it moves units, and nobody else meanwhile.
TREE = UUID("01980a10-0000-7000-8000-000000000001")


def add_new(session: Session, new: Sequence[Unit]) -> list[Unit]:
    """Insert those whose code is not taken, and return them."""
    return rows.add_new(session, units, new)


def get(session: Session, unit_id: UUID) -> Unit:
    """Return the unit; UnitNotFound."""
    return rows.get(session, Unit, unit_id, missing=UnitNotFound)


def lock(session: Session, unit_id: UUID) -> Unit:
    """Return the unit, held until the transaction ends; UnitNotFound."""
    return rows.get(session, Unit, unit_id, missing=UnitNotFound, lock=True)


def hold(session: Session, unit_id: UUID) -> None:
    """Let nobody withdraw the unit, or put something below it, until the transaction ends."""
    rows.hold(session, [unit_id])


def find_held(session: Session, unit_id: UUID) -> Unit | None:
    """Return the unit, if there is one, as it stays until the transaction ends as far as its end goes."""
    hold(session, unit_id)
    return session.get(Unit, unit_id, populate_existing=True)


def codes_below(session: Session, unit_id: UUID, *, on: date, at_most: int) -> Sequence[str]:
    """Return codes of the units and positions right below the unit that stand on the day."""
    units_below = select(units.c.code).where(units.c.parent_id == unit_id, standing(units, on))
    positions_below = select(positions.c.code).where(positions.c.unit_id == unit_id, standing(positions, on))
    return session.scalars(units_below.union_all(positions_below).order_by("code").limit(at_most)).all()


def standing(table: Table, day: date) -> ColumnElement[bool]:
    """Return the condition that a unit or a position stands on the day."""
    return or_(table.c.withdrawal_date.is_(None), table.c.withdrawal_date > day)


def hold_tree(session: Session) -> None:
    """Let nobody else move a unit until the transaction ends: two moves at once could make a ring."""
    rows.hold(session, [TREE])


def lies_below(session: Session, unit_id: UUID, above: UUID) -> bool:
    """Say whether the unit is the one `above` or lies somewhere below it."""
    path = select(units.c.id, units.c.parent_id).where(units.c.id == unit_id).cte("path", recursive=True)
    path = path.union(select(units.c.id, units.c.parent_id).where(units.c.id == path.c.parent_id))
    return bool(session.scalar(select(exists().where(path.c.id == above))))


def find_held_by_code(session: Session, code: str) -> Unit | None:
    """Return the unit that has this code, if there is one, as `find_held` does."""
    unit_id = session.scalar(select(units.c.id).where(units.c.code == code))
    return None if unit_id is None else find_held(session, unit_id)


def found_by_code(session: Session, codes: Collection[str]) -> dict[str, Unit]:
    """Return the units that have these codes."""
    return {unit.code: unit for unit in session.scalars(select(Unit).where(_among(codes)))}


def held_by_code(session: Session, codes: Collection[str]) -> dict[str, Unit]:
    """Return the units that have these codes, as `find_held` does."""
    if not codes:
        return {}
    rows.hold(session, session.scalars(select(units.c.id).where(_among(codes))).all())
    held = select(Unit).where(_among(codes)).execution_options(populate_existing=True)
    return {unit.code: unit for unit in session.scalars(held)}


def _among(codes: Collection[str]) -> ColumnElement[bool]:
    # One array instead of a parameter each, which takes the driver longer than the database the query.
    return units.c.code == any_(literal(sorted(set(codes)), ARRAY(Text)))


def tabled() -> Select[Any]:
    """Return the query for all units as a table, each after the one above it as far as ids tell."""
    above = units.alias("above")
    columns = (units.c.code, units.c.name, units.c.kind, above.c.code.label("parent_code"))
    return select(*columns).outerjoin(above, units.c.parent_id == above.c.id).order_by(units.c.id)


def listed(*, code: str | None, kind: UnitKind | None, q: str | None, on: date) -> Select[Unit]:
    """Return the query for the units that stand on the day, with this code, of this kind and with such a name."""
    statement = rows.matching(select(Unit), units, code=code, kind=kind).where(standing(units, on))
    return rows.named(statement, unit_words, units.c.id, q)
