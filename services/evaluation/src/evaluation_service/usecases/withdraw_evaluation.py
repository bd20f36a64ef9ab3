"""Withdraws the draft of an evaluation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import rows
from evaluation_service.domain.evaluation import Evaluation, EvaluationState
from evaluation_service.persistence import evaluations


def withdraw_evaluation(
    session: Session, *, evaluation_id: UUID, reason: str, versions: rows.Versions, at: datetime
) -> Evaluation:
    """Withdraw a draft for good; employee and period may have another.

    Nobody is told, as nobody was told of the draft. Raises EvaluationNotFound, VersionStale,
    EvaluationAlreadyFinalised, EvaluationWithdrawn.
    """
    evaluation = evaluations.get(session, evaluation_id, lock=True)
    evaluation.require_draft()
    ended = {"state": EvaluationState.WITHDRAWN, "withdrawn_at": at, "withdrawal_reason": reason}
    rows.change(evaluation, ended, versions=versions)
    return evaluation
