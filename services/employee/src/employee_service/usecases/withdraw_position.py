"""Withdraws a position from a day on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from asn_chassis.database.reach import unbounded
from employee_service.domain.position import Position, PositionHeld
from employee_service.events import facts
from employee_service.persistence import positions


def withdraw_position(
    session: Session, *, position_id: UUID, effective_date: date, reason: str, versions: rows.Versions, at: datetime
) -> Position:
    """Withdraw a position for good, from a day on which nobody holds it any more.

    Raises PositionNotFound, VersionStale, PositionWithdrawn, PositionHeld.
    """
    positions.hold(session, position_id)
    position = positions.lock(session, position_id)
    position.require_standing()
    # Whoever comes to it from another unit counts too.
    with unbounded(session):
        holders = positions.holders(session, position, since=effective_date)
    if holders:
        raise PositionHeld(position_id, effective_date, holders)
    ended = {"withdrawal_date": effective_date, "withdrawal_reason": reason}
    rows.change(position, ended, versions=versions)
    outbox.record(session, facts.position_withdrawn(position, at=at))
    return position
