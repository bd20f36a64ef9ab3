"""Ends a survey that was held without an index, for a reason that everybody may know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_kernel.codes import IndexRefusal
from feedback_service.domain.survey import Survey
from feedback_service.persistence import surveys
from feedback_service.usecases.publish_index import publish_index


def refuse_index(session: Session, *, survey_id: UUID, refusal: IndexRefusal, at: datetime) -> Survey:
    """End the survey; its answers stay and count for nothing. Raises SurveyNotFound, SurveyNotHeld."""
    survey = surveys.lock_for_closing(session, survey_id)
    survey.refuse(refusal)
    publish_index(session, survey, None, at=at)
    return survey
