"""Announces answers, many at a time and in an order of chance, so that no event belongs to a moment."""

from secrets import SystemRandom

from sqlalchemy.orm import Session

from asn_chassis import outbox
from feedback_service.domain.survey import Survey
from feedback_service.domain.survey_for_answer import SurveyForAnswer
from feedback_service.events import facts
from feedback_service.persistence import answers


def record_answers(session: Session, survey: Survey | SurveyForAnswer, *, least: int) -> None:
    """Record the answers that wait into the outbox if there are `least` of them at least; otherwise they wait on."""
    waiting = answers.take_unrecorded(session, survey.id, least=least)
    SystemRandom().shuffle(waiting)
    outbox.record(session, *(facts.answer_submitted(survey, answer) for answer in waiting))
