"""Revises how a position is called and graded; what it asks for has its own dated rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from employee_service.domain.position import Position
from employee_service.events import facts
from employee_service.persistence import positions


def revise_position(
    session: Session, *, position_id: UUID, changes: Mapping[str, Any], versions: rows.Versions, at: datetime
) -> Position:
    """Give the position the `title` or `job_level` that `changes` has; standards stay as they are.

    Nothing is published where nothing differs. Raises PositionNotFound, VersionStale,
    PositionWithdrawn.
    """
    position = positions.lock(session, position_id)
    position.require_standing()
    if rows.change(position, changes, versions=versions):
        outbox.record(session, facts.position_revised(position, at=at))
    return position
