"""Closes a survey and publishes what its answers say."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from feedback_service.domain.assessment import IndexFacts
from feedback_service.domain.satisfaction_index import IndexDecision, SatisfactionIndex
from feedback_service.domain.survey import Survey
from feedback_service.events import facts
from feedback_service.persistence import answers, surveys
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.satisfaction_index import decide
from feedback_service.usecases.publish_unit_index import publish_unit_index
from feedback_service.usecases.record_answers import record_answers


def close_survey(session: Session, *, survey_id: UUID, at: datetime) -> tuple[Survey, SatisfactionIndex | None]:
    """Close a survey for ever, with its index where enough people answered, and the unit's index where it was the last.

    Raises SurveyNotFound, SurveyAlreadyClosed, SurveyWithdrawn.
    """
    survey = surveys.lock_for_closing(session, survey_id)
    index = survey.close(_decision(session, survey), index_id=new_id(), at=at)
    record_answers(session, survey, least=1)
    if index is not None:
        session.add(index)
        outbox.record(
            session,
            facts.index_published(index, survey_version=survey.version),
            facts.index_computed(index, survey_version=survey.version),
        )
    outbox.record(session, facts.survey_closed(survey, at=at))
    publish_unit_index(session, unit_id=survey.unit_id, period=survey.period, at=at)
    return survey, index


def _decision(session: Session, survey: Survey) -> IndexDecision | None:
    regulations = regulations_of(session, Regulations)
    respondents, elements = answers.counted(session, survey)
    if respondents < regulations.survey_window.in_force(survey.period.end).values.least_answers:
        return None
    index_facts = IndexFacts(elements=elements, respondents=respondents, population=survey.population)
    return decide(index_facts, IndexRules.in_force(regulations, survey.period.end))
