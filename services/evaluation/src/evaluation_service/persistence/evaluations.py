"""Queries about evaluations."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from evaluation_service.domain.errors import EvaluationNotFound
from evaluation_service.domain.evaluation import Evaluation
from evaluation_service.persistence.filters import matching
from evaluation_service.persistence.tables import evaluations


def get(session: Session, evaluation_id: UUID, *, for_change: bool = False) -> Evaluation:
    """Return the evaluation, with its row locked when it is to change. Raises EvaluationNotFound."""
    evaluation = session.get(Evaluation, evaluation_id, with_for_update=for_change)
    if evaluation is None:
        raise EvaluationNotFound(evaluation_id)
    return evaluation


def exists(session: Session, *, employee_id: UUID, period: str) -> bool:
    """Whether the employee has an evaluation of the period."""
    mine = select(evaluations.c.id).where(evaluations.c.employee_id == employee_id, evaluations.c.period == period)
    return session.scalar(mine) is not None


def listed(*, employee_id: UUID | None, period: str | None) -> Select[Any]:
    """Select evaluations, narrowed by what is given."""
    return matching(select(Evaluation), evaluations, employee_id=employee_id, period=period)
