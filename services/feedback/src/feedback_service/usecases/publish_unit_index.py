"""Publishes the index of a unit in a period, once no survey of them is left open."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.period import Period
from feedback_service.domain.assessment import SurveyAnswers, UnitIndexFacts
from feedback_service.domain.satisfaction_index import SatisfactionIndex, UnitIndex
from feedback_service.events import facts
from feedback_service.persistence import satisfaction_indices, surveys, unit_indices
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.unit_index import decide


def publish_unit_index(session: Session, *, unit_id: UUID, period: Period, at: datetime) -> None:
    """Publish the unit's index, a newer version where there is one, from all its surveys that have an index.

    Nothing is published while a survey is open, or where all of them had too few answers.
    """
    unit_indices.hold(session, unit_id, period)
    if surveys.any_open(session, unit_id, period):
        return
    indices = satisfaction_indices.of_unit(session, unit_id, period)
    if not indices:
        return
    rules = IndexRules.in_force(regulations_of(session, Regulations), period.end)
    decision = decide(UnitIndexFacts(surveys=tuple(_answers_of(index) for index in indices)), rules)
    unit_index = unit_indices.find(session, unit_id, period)
    if unit_index is None:
        unit_index = UnitIndex(id=new_id(), unit_id=unit_id, period=period, decision=decision, published_at=at)
        session.add(unit_index)
    else:
        unit_index.publish_again(decision, at=at)
    outbox.record(session, facts.unit_index_published(unit_index))


def _answers_of(index: SatisfactionIndex) -> SurveyAnswers:
    inputs = index.decision.inputs
    return SurveyAnswers(
        survey_id=index.survey_id,
        elements=inputs.elements,
        respondents=inputs.respondents,
        sample_adequate=index.decision.outcome.sample.adequate,
    )
