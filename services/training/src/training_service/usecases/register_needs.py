"""Enters identified needs into the register, each once."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training_service.domain.need import TrainingNeed
from training_service.persistence import needs as register
from training_service.policies.ending import seat_kept
from training_service.usecases.join_open_seats import join_open_seats


def register_needs(session: Session, *, needs: Sequence[TrainingNeed]) -> None:
    """Keep the needs that are new; apply what was told of them before, and seats that are already paid for."""
    arrived = register.add_new(session, needs)
    notices = register.notices_of(session, [need.id for need in arrived])
    for need in arrived:
        need.apply(notices[need.id], seat_kept=seat_kept())
    join_open_seats(session, needs=arrived)
