"""Closes a survey: publishes what its answers say, or holds it where an officer has to look first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.domain.survey import Survey
from feedback_service.persistence import answers, surveys
from feedback_service.policies import survey_integrity
from feedback_service.policies.regulations import Regulations
from feedback_service.usecases.publish_index import decide_index, publish_index
from feedback_service.usecases.record_answers import record_answers


def close_survey(session: Session, *, survey_id: UUID, at: datetime) -> tuple[Survey, SatisfactionIndex | None]:
    """Take no more answers, for ever, and publish the index; none where too few answered, or where it is held.

    The index of the unit is published where this survey was its last.

    Raises SurveyNotFound, SurveyAlreadyClosed, SurveyWithdrawn.
    """
    survey = surveys.lock_for_closing(session, survey_id)
    survey.require_open()
    record_answers(session, survey, least=1)
    law, day = regulations_of(session, Regulations), survey.period.end
    least = law.survey_window.in_force(day).values.least_answers
    if answers.number(session, survey.id, most=least) < least:
        survey.close(None, index_id=new_id(), at=at)
        publish_index(session, survey, None, at=at)
        return survey, None
    rule = law.survey_integrity.in_force(day)
    spread = answers.spread(session, survey, elements=rule.values.equal_elements, least=least)
    integrity = survey_integrity.decide(spread, rule)
    if integrity.outcome.suspicions:
        survey.hold(integrity, at=at)
        return survey, None
    index = survey.close(decide_index(session, survey), index_id=new_id(), at=at)
    publish_index(session, survey, index, at=at)
    return survey, index
