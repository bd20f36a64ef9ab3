"""Finalises an evaluation and decides what follows from it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.database.reach import unbounded
from asn_chassis.events.flow import current_flow
from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from asn_kernel.period import Period
from evaluation_service.domain.evaluation import Evaluation, EvaluationWindowOver, PredicateFacts
from evaluation_service.events import facts
from evaluation_service.persistence import decisions, evaluations
from evaluation_service.policies import predicate
from evaluation_service.policies.regulations import Regulations
from evaluation_service.usecases.identify_needs import identify_needs_of_evaluations
from evaluation_service.usecases.recommend_incentive import recommend_incentive


def finalise_evaluation(session: Session, *, evaluation_id: UUID, at: datetime) -> Evaluation:
    """Fix the evaluation, then its training needs and its incentive, told in that order under one key.

    Everything is judged by the rules and the post of the period. Raises EvaluationNotFound,
    EvaluationAlreadyFinalised, EvaluationWithdrawn, EvaluationWindowOver.
    """
    decisions.hold(session)
    evaluation = evaluations.get(session, evaluation_id, lock=True)
    rule = regulations_of(session, Regulations).predicate.in_force(evaluation.period.end)
    decision = predicate.decide(PredicateFacts(evaluation.work_result, evaluation.behaviour), rule)
    evaluation.finalise(decision, correlation_id=current_flow().correlation_id, at=at)
    check_window(session, evaluation.period, at)
    outbox.record(session, facts.evaluation_finalised(evaluation))
    with unbounded(session):
        identify_needs_of_evaluations(session, [evaluation], at=at)
        recommend_incentive(session, evaluation, at=at)
    return evaluation


def check_window(session: Session, period: Period, at: datetime) -> None:
    """Raise EvaluationWindowOver when the period ended too long ago."""
    window = regulations_of(session, Regulations).evaluation_window.in_force(period.end).values
    if business_day(at) > window.last_day(period):
        raise EvaluationWindowOver(period, window.last_day(period))
