"""Keeps the replica of units up to date."""

from sqlalchemy.orm import Session

from feedback_service.domain.unit import Unit
from feedback_service.persistence import units


def keep_unit(session: Session, unit: Unit) -> None:
    """Keep what was announced about a unit, unless something newer is kept already."""
    units.keep(session, [unit])
