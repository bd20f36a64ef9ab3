"""Queries on surveys, and the two locks that let a closing lose no answer."""

from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from feedback_service.domain.answer import AnswerSheet
from feedback_service.domain.errors import SurveyAlreadyExists, SurveyNotFound
from feedback_service.domain.period import Period
from feedback_service.domain.survey import Survey, SurveyState
from feedback_service.persistence.mapping import surveys

# Row locks do not queue: answers that overlap share theirs for ever, and a closing would never get its own. Advisory
# locks do, so answers and closings take turns by them first. The row lock then reads the state that the closing left:
# it is on top of the join, so it comes after the turn, whatever the plan.
_sheet = text("""
    WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(:turn))
    SELECT surveys.id, surveys.service_id, surveys.unit_id, surveys.state
    FROM turn, surveys
    WHERE surveys.id = :survey_id
    FOR KEY SHARE OF surveys
""").columns(surveys.c.id, surveys.c.service_id, surveys.c.unit_id, surveys.c.state)
_turn = text("SELECT pg_advisory_xact_lock(:turn)")


def add(session: Session, survey: Survey) -> None:
    """Insert the survey; raises SurveyAlreadyExists."""
    try:
        with session.begin_nested():
            session.add(survey)
    except IntegrityError as error:
        # Service and period together are the only thing about a new survey that can collide.
        raise SurveyAlreadyExists(survey.service_id, str(survey.period)) from error


def get(session: Session, survey_id: UUID) -> Survey:
    """Return the survey; raises SurveyNotFound."""
    survey = session.get(Survey, survey_id)
    if survey is None:
        raise SurveyNotFound(survey_id)
    return survey


def sheet(session: Session, survey_id: UUID) -> AnswerSheet:
    """Return what an answer needs of its survey; raises SurveyNotFound.

    Answers do not wait for each other, only for a closing under way; the state that is read after it is CLOSED.
    """
    row = session.execute(_sheet, {"turn": _turn_of(survey_id), "survey_id": survey_id}).one_or_none()
    if row is None:
        raise SurveyNotFound(survey_id)
    return AnswerSheet(*row)


def for_closing(session: Session, survey_id: UUID) -> Survey:
    """Return the survey; raises SurveyNotFound.

    Waits for the answers under way and holds off new ones until the closing commits.
    """
    session.execute(_turn, {"turn": _turn_of(survey_id)})
    survey = session.get(Survey, survey_id, with_for_update=True)
    if survey is None:
        raise SurveyNotFound(survey_id)
    return survey


def _turn_of(survey_id: UUID) -> int:
    """Return the advisory lock of a survey: the random half of its id, which is never a small number."""
    return int.from_bytes(survey_id.bytes[8:], "big", signed=True)


def listed(*, service_id: UUID | None, period: Period | None, state: SurveyState | None) -> Select[Survey]:
    """Select the surveys that match every filter given."""
    query = select(Survey)
    if service_id is not None:
        query = query.where(surveys.c.service_id == service_id)
    if period is not None:
        query = query.where(surveys.c.period == period)
    return query if state is None else query.where(surveys.c.state == state)
