"""Corrects a survey that has not ended: how many people were served in its period."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox, rows
from feedback_service.domain.survey import Survey
from feedback_service.events import facts
from feedback_service.persistence import surveys


def correct_survey(
    session: Session, *, survey_id: UUID, changes: Mapping[str, Any], versions: rows.Versions, at: datetime
) -> Survey:
    """Give the survey the `population` that `changes` has; the index is judged by it when the survey closes.

    What is asked, of which service and about which period stays: answers were given to it. Nothing is published where
    nothing differs. Raises SurveyNotFound, VersionStale, SurveyAlreadyClosed,
    SurveyWithdrawn.
    """
    survey = surveys.lock(session, survey_id)
    survey.require_unfinished()
    if rows.change(survey, changes, versions=versions):
        outbox.record(session, facts.survey_corrected(survey, at=at))
    return survey
