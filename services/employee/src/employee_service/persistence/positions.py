"""Queries about positions."""

from uuid import UUID

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from employee_service.domain.errors import DuplicatePositionCode, PositionNotFound
from employee_service.domain.position import Position
from employee_service.persistence.insertion import insert_unless_taken
from employee_service.persistence.tables import position_requirements, positions

KEYS = (positions.c.id,)


def add(session: Session, position: Position) -> None:
    """Insert the position and its standard; DuplicatePositionCode when its code is taken."""
    if not insert_unless_taken(session, positions, position, key="code"):
        raise DuplicatePositionCode(position.code)
    rows = [{"position_id": position.id, **vars(requirement)} for requirement in position.requirements]
    session.execute(insert(position_requirements), rows)


def get(session: Session, position_id: UUID, *, lock: bool = False) -> Position:
    """Return the position, with `lock` held until the transaction ends; PositionNotFound."""
    position = session.get(Position, position_id, with_for_update=lock or None)
    if position is None:
        raise PositionNotFound(position_id)
    return position


def find(session: Session, position_id: UUID) -> Position | None:
    """Return the position, if there is one."""
    return session.get(Position, position_id)


def listed(*, code: str | None, unit_id: UUID | None) -> Select[Position]:
    """Return the query for the positions with this code and of this unit, where given."""
    query = select(Position)
    query = query if code is None else query.where(positions.c.code == code)
    return query if unit_id is None else query.where(positions.c.unit_id == unit_id)
