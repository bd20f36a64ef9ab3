"""Keeps the newest standard of a position, whose holders then share what the unit has to learn."""

from datetime import datetime

from sqlalchemy.orm import Session

from evaluation_service.domain.staff import Position
from evaluation_service.persistence import locks, staff, training_needs
from evaluation_service.usecases.meet_findings import meet_findings


def keep_position(session: Session, position: Position, *, at: datetime) -> None:
    """Store the standard unless a newer one is known, then meet the open findings of the unit."""
    locks.hold(session, [position.unit_id])
    staff.keep_position(session, position)
    meet_findings(session, training_needs.unmet_at_position(session, position.id), at=at)
