"""Rows of positions, each with its standards."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.position import DuplicatePositionCode, Position, PositionNotFound
from employee_service.persistence.tables.positions import position_standards, positions

KEYS = (positions.c.id,)


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


def find(session: Session, position_id: UUID) -> Position | None:
    """Return the position, if there is one."""
    return rows.find(session, Position, position_id)


def listed(*, code: str | None, unit_id: UUID | None) -> Select[Position]:
    """Return the query for the positions with this code and of this unit, where given."""
    return rows.matching(select(Position), positions, code=code, unit_id=unit_id)
