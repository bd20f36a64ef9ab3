"""Takes a citizen's answer to a survey."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from feedback_service.domain.answer import Answer
from feedback_service.domain.respondent import Respondent
from feedback_service.domain.unsur import Unsur
from feedback_service.events import published
from feedback_service.persistence import surveys


def submit_answer(
    session: Session,
    *,
    answer_id: UUID,
    survey_id: UUID,
    scores: Mapping[Unsur, int],
    respondent: Respondent,
    now: datetime,
) -> Answer:
    """Store an answer; raises SurveyNotFound, SurveyClosed, InvalidScores."""
    sheet = surveys.sheet(session, survey_id)
    fact = sheet.fill_in(answer_id=answer_id, scores=scores, respondent=respondent, at=now)
    session.add(fact.answer)
    outbox.record(session, published.answer_submitted(fact))
    return fact.answer
