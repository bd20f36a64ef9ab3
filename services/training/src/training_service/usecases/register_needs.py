"""Enters identified needs into the register, each once."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training_service.domain.need import TrainingNeed
from training_service.persistence import needs as register
from training_service.usecases.join_open_seats import join_open_seats


def register_needs(session: Session, needs: Sequence[TrainingNeed]) -> None:
    """Keep the needs that are new; apply a confirmation that came first, and seats that are already paid for."""
    arrived = register.add(session, needs)
    confirmed = register.confirmations(session, [need.id for need in arrived])
    for need in arrived:
        if need.id in confirmed:
            need.confirm(confirmed[need.id])
    join_open_seats(session, arrived)
