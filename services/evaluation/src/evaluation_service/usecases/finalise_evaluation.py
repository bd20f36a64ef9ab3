"""Finalises an evaluation and decides what follows from it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.events.flow import current_flow
from asn_chassis.ids import new_id
from evaluation_service.domain.errors import UnknownEmployee
from evaluation_service.domain.evaluation import Evaluation, EvaluationFinalised
from evaluation_service.domain.incentive import Incentive
from evaluation_service.domain.staff import Employee
from evaluation_service.domain.training_need import CauseKind, NeedCause, TrainingNeed
from evaluation_service.events import published
from evaluation_service.persistence import evaluations, staff, training_needs
from evaluation_service.policies import predicate, training_need
from evaluation_service.policies.development_rules import rules_on
from evaluation_service.usecases.weigh_incentive import weigh_incentive


def finalise_evaluation(session: Session, *, evaluation_id: UUID, at: datetime) -> Evaluation:
    """Fix the evaluation, then its training needs and its incentive, told in that order under one key.

    Raises EvaluationNotFound, EvaluationAlreadyFinalised.
    """
    evaluation = evaluations.get(session, evaluation_id, for_change=True)
    employee = staff.lock_employee(session, evaluation.employee_id)
    if employee is None:
        raise UnknownEmployee(evaluation.employee_id)
    found = predicate.predicate_for(
        work_result=evaluation.work_result,
        behaviour=evaluation.behaviour,
        matrix=predicate.matrix_on(at.date()),
    )
    fact = evaluation.finalise(predicate=found, at=at)
    outbox.record(session, published.evaluation_finalised(fact))
    _identify_needs(session, fact, employee)
    _decide_incentive(session, fact, employee)
    return evaluation


def _identify_needs(session: Session, fact: EvaluationFinalised, employee: Employee) -> None:
    decisions = training_need.from_evaluation(
        fact,
        required=staff.standard_of(session, employee.position_id),
        recorded=staff.levels_of(session, employee.id),
        rules=rules_on(fact.finalised_at.date()),
    )
    cause = NeedCause(CauseKind.EVALUATION, fact.evaluation_id, fact.period)
    correlation_id = current_flow().correlation_id
    needs = [
        TrainingNeed.identify(
            new_id(),
            decision,
            employee_id=fact.employee_id,
            unit_id=fact.unit_id,
            cause=cause,
            correlation_id=correlation_id,
            at=fact.finalised_at,
        )
        for decision in decisions
    ]
    for need in training_needs.add_new(session, needs):
        outbox.record(session, published.training_need_identified(need))


def _decide_incentive(session: Session, fact: EvaluationFinalised, employee: Employee) -> None:
    finding = weigh_incentive(session, fact, employee)
    incentive = Incentive(
        id=new_id(),
        evaluation_id=fact.evaluation_id,
        employee_id=fact.employee_id,
        unit_id=fact.unit_id,
        period=fact.period,
        created_at=fact.finalised_at,
        correlation_id=current_flow().correlation_id,
        outcome=finding.outcome,
    )
    decision = incentive.decide(finding, at=fact.finalised_at)
    session.add(incentive)
    outbox.record(session, published.incentive_decided(incentive, decision))
