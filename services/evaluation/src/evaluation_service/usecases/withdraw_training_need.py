"""Withdraws a training need that a manager finds no longer asked for."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from asn_kernel.reason import Sentence, reason
from evaluation_service.domain.training_need import TrainingNeed
from evaluation_service.events import facts
from evaluation_service.persistence import decisions, training_needs

SENTENCES: Final = {
    "WITHDRAWN_BY_MANAGER": Sentence(
        "Kebutuhan ini ditarik oleh pejabat yang berwenang.", "This need was withdrawn by the official in charge."
    ),
}


def withdraw_training_need(
    session: Session, *, need_id: UUID, why: str, versions: rows.Versions, at: datetime
) -> TrainingNeed:
    """Withdraw an open need for good: the same cause never raises it again.

    What the official writes about `why` stays here: it may be about the person. Raises TrainingNeedNotFound,
    VersionStale, TrainingNeedNotOpen.
    """
    decisions.hold(session)
    need = training_needs.get(session, need_id, lock=True)
    rows.require_version(need, versions)
    need.withdraw(why, at=at)
    reasons = [reason(SENTENCES, "WITHDRAWN_BY_MANAGER")]
    outbox.record(session, facts.training_need_withdrawn(need, reasons, at=at))
    return need
