"""Revises the competency standard of a position."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from employee_service.domain.position import Position
from employee_service.events import published
from employee_service.persistence import competencies, positions


def revise_position_standard(
    session: Session, *, position_id: UUID, standard: Mapping[str, int], effective_date: date, now: datetime
) -> Position:
    """Replace the standard from `effective_date` on, under the position's row lock.

    Raises PositionNotFound, UnknownCompetency, StandardNotLater, LevelOutOfRange.
    """
    position = positions.get(session, position_id, lock=True)
    competencies.require_all(session, standard)
    fact = position.revise_standard(standard, effective_date=effective_date)
    outbox.record(session, published.position_standard_set(fact, at=now))
    return position
