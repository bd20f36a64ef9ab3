"""Revises what a position asks for and serves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from employee_service.domain.position import Position
from employee_service.events import facts
from employee_service.persistence import competencies, positions, public_services


def revise_standard(
    session: Session,
    *,
    position_id: UUID,
    standard: Mapping[str, int],
    service_ids: Sequence[UUID],
    effective_date: date,
    at: datetime,
) -> Position:
    """Replace the standard from `effective_date` on, under the position's row lock.

    Raises PositionNotFound, PositionWithdrawn, UnknownPublicService, UnknownCompetency, StandardNotLater,
    LevelOutOfRange.
    """
    position = positions.lock(session, position_id)
    position.require_standing()
    public_services.require_all(session, service_ids)
    competencies.require_all(session, standard)
    revised = position.revise(standard, service_ids, effective_date=effective_date)
    outbox.record(session, facts.position_standard_set(position, revised, at=at))
    return position
