"""Keeps the units that the employee service tells of."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training_service.domain.unit import Unit
from training_service.persistence import units as register


def keep_units(session: Session, *, units: Sequence[Unit]) -> None:
    """Keep the units, unless something newer is known."""
    register.keep(session, units)
