"""Confirms a training need that waits for a manager."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from evaluation_service.domain.training_need import TrainingNeed
from evaluation_service.events import facts
from evaluation_service.persistence import decisions, training_needs


def confirm_training_need(session: Session, *, need_id: UUID, at: datetime) -> TrainingNeed:
    """Confirm once. Raises TrainingNeedNotFound, ConfirmationNotExpected."""
    decisions.hold(session)
    need = training_needs.get(session, need_id, lock=True)
    need.confirm(at=at)
    outbox.record(session, facts.training_need_confirmed(need, at=at))
    return need
