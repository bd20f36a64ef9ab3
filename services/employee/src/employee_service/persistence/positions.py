"""Rows of positions, each with its standards."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, any_, func, literal, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.position import DuplicatePositionCode, Position, PositionNotFound
from employee_service.persistence.tables.employees import assignments
from employee_service.persistence.tables.positions import position_standards, position_words, positions
from employee_service.persistence.tables.units import units
from employee_service.persistence.units import standing

SORTS = {"id": (positions.c.id,), "code": (positions.c.code,), "title": (positions.c.title, positions.c.id)}


def add_new(session: Session, position: Position) -> None:
    """Insert the position and its standard; DuplicatePositionCode when its code is taken."""
    if not rows.add_new(session, positions, [position]):
        raise DuplicatePositionCode(position.code)
    rows.add_all(session, position_standards, position.standards)


def get(session: Session, position_id: UUID) -> Position:
    """Return the position; PositionNotFound."""
    return rows.get(session, Position, position_id, missing=PositionNotFound)


def lock(session: Session, position_id: UUID) -> Position:
    """Return the position, held until the transaction ends; PositionNotFound."""
    return rows.get(session, Position, position_id, missing=PositionNotFound, lock=True)


def hold(session: Session, position_id: UUID) -> None:
    """Let nobody withdraw the position, or assign somebody to it, until the transaction ends."""
    rows.hold(session, [position_id])


def holders(session: Session, position: Position, *, since: date) -> int:
    """Return how many people hold the position on the day, or will hold it after."""
    ever = select(assignments.c.employee_id).where(
        assignments.c.unit_id == position.unit_id, assignments.c.position_id == position.id
    )
    following = func.lead(assignments.c.effective_date)
    until = following.over(partition_by=assignments.c.employee_id, order_by=assignments.c.effective_date)
    steps = select(assignments.c.employee_id, assignments.c.position_id, until.label("until")).where(
        assignments.c.employee_id.in_(ever)
    )
    step = steps.subquery()
    held = (step.c.position_id == position.id) & (step.c.until.is_(None) | (step.c.until > since))
    return session.scalar(select(func.count(step.c.employee_id.distinct())).where(held)) or 0


def find_held(session: Session, position_id: UUID) -> Position | None:
    """Return the position, if there is one, as it stays until the transaction ends as far as its end goes."""
    hold(session, position_id)
    return rows.find(session, Position, position_id)


def held_by_code(session: Session, codes: Collection[str]) -> dict[str, Position]:
    """Return the positions that have these codes, as `find_held` does."""
    among = positions.c.code == any_(literal(sorted(set(codes)), ARRAY(Text)))
    rows.hold(session, session.scalars(select(positions.c.id).where(among)).all())
    held = select(Position).where(among).execution_options(populate_existing=True)
    return {position.code: position for position in session.scalars(held)}


def listed(*, code: str | None, unit_id: UUID | None, subtree: bool, q: str | None, on: date) -> Select[Position]:
    """Return the query for the positions that stand on the day, with this code, of this unit and with such a title."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    statement = rows.matching(select(Position), positions, code=code, unit_id=within).where(standing(positions, on))
    return rows.named(statement, position_words, positions.c.id, q)
