"""Confirms a training need that waits for a manager."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from evaluation_service.domain.training_need import TrainingNeed
from evaluation_service.events import published
from evaluation_service.persistence import training_needs


def confirm_training_need(session: Session, *, need_id: UUID, at: datetime) -> TrainingNeed:
    """Confirm once. Raises TrainingNeedNotFound, ConfirmationNotExpected."""
    need = training_needs.get(session, need_id, for_change=True)
    fact = need.confirm(at=at)
    outbox.record(session, published.training_need_confirmed(fact))
    return need
