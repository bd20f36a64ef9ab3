"""Closes a survey and publishes its satisfaction index."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.events import published
from feedback_service.persistence import answers, surveys
from feedback_service.policies.satisfaction_index import assess, rules_on


def close_survey(session: Session, *, survey_id: UUID, index_id: UUID, now: datetime) -> SatisfactionIndex:
    """Close a survey for ever; raises SurveyNotFound, SurveyAlreadyClosed, SurveyHasNoAnswers."""
    survey = surveys.for_closing(session, survey_id)
    tally = answers.tally(session, survey_id=survey.id)
    assessment = assess(tally, population=survey.population, rules=rules_on(survey.period.end))
    index = survey.close(assessment, index_id=index_id, at=now)
    session.add(index)
    outbox.record(session, published.index_published(index, version=survey.version))
    return index
