"""Withdraws a survey that was opened by mistake."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from feedback_service.domain.survey import Survey, SurveyAnswered, SurveyState
from feedback_service.events import facts
from feedback_service.persistence import answers, surveys
from feedback_service.usecases.publish_unit_index import publish_unit_index


def withdraw_survey(session: Session, *, survey_id: UUID, reason: str, versions: rows.Versions, at: datetime) -> Survey:
    """Withdraw an open survey that nobody has answered; its service and period may have another.

    The unit's index is published where it waited for this survey alone. Raises SurveyNotFound, VersionStale,
    SurveyAlreadyClosed, SurveyWithdrawn, SurveyAnswered.
    """
    survey = surveys.lock_for_closing(session, survey_id)
    survey.require_open()
    if answers.any_of(session, survey_id):
        raise SurveyAnswered(survey_id)
    ended = {"state": SurveyState.WITHDRAWN, "withdrawn_at": at, "withdrawal_reason": reason}
    rows.change(survey, ended, versions=versions)
    outbox.record(session, facts.survey_withdrawn(survey, at=at))
    publish_unit_index(session, unit_id=survey.unit_id, period=survey.period, at=at)
    return survey
