"""Publishes what the answers of a survey that has ended say."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.regulations import regulations_of
from feedback_service.domain.assessment import IndexFacts
from feedback_service.domain.satisfaction_index import IndexDecision, SatisfactionIndex
from feedback_service.domain.survey import Survey
from feedback_service.events import facts
from feedback_service.persistence import answers
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.satisfaction_index import decide
from feedback_service.usecases.publish_unit_index import publish_unit_index


def decide_index(session: Session, survey: Survey) -> IndexDecision:
    """Return the index of all its answers; there is at least one."""
    respondents, elements = answers.counted(session, survey)
    index_facts = IndexFacts(elements=elements, respondents=respondents, population=survey.population)
    return decide(index_facts, IndexRules.in_force(regulations_of(session, Regulations), survey.period.end))


def publish_index(session: Session, survey: Survey, index: SatisfactionIndex | None, *, at: datetime) -> None:
    """Tell of the survey's end, of its index if it has one, and of the unit's where this survey was the last."""
    if index is not None:
        session.add(index)
        outbox.record(
            session,
            facts.index_published(index, survey_version=survey.version),
            facts.index_computed(index, survey_version=survey.version),
        )
    outbox.record(session, facts.survey_closed(survey, at=at))
    publish_unit_index(session, unit_id=survey.unit_id, period=survey.period, at=at)
