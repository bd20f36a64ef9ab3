"""Queries on answers."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback_service.domain.assessment import Tally
from feedback_service.domain.unsur import Unsur
from feedback_service.persistence.mapping import answers


def tally(session: Session, *, survey_id: UUID) -> Tally:
    """Add up a survey's answers in one aggregate query; the answers themselves are never loaded."""
    scores = [answers.c[unsur.field] for unsur in Unsur]
    sums = (func.coalesce(func.sum(score), 0) for score in scores)
    counts = (func.count(score) for score in scores)
    respondents, *numbers = session.execute(
        select(func.count(), *sums, *counts).where(answers.c.survey_id == survey_id)
    ).one()
    return Tally(
        respondents,
        dict(zip(Unsur, numbers[: len(Unsur)], strict=True)),
        dict(zip(Unsur, numbers[len(Unsur) :], strict=True)),
    )
