"""Publishes the index of a survey that was held, after an officer has looked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.ids import new_id
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.domain.survey import Survey
from feedback_service.persistence import surveys
from feedback_service.usecases.publish_index import decide_index, publish_index


def release_index(session: Session, *, survey_id: UUID, at: datetime) -> tuple[Survey, SatisfactionIndex]:
    """End the survey with its index, by the population that is known now. Raises SurveyNotFound, SurveyNotHeld."""
    survey = surveys.lock_for_closing(session, survey_id)
    survey.require_held()
    index = survey.release(decide_index(session, survey), index_id=new_id(), at=at)
    publish_index(session, survey, index, at=at)
    return survey, index
