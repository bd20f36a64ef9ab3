"""Recommends, defers or withholds the incentive of an evaluation."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from asn_chassis import jobs, outbox
from asn_chassis.events.flow import current_flow, flow
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day, start_of
from evaluation_service.domain.evaluation import Evaluation
from evaluation_service.domain.incentive import (
    AwardDecision,
    Incentive,
    IncentiveFacts,
    IndexBasis,
    PeriodIndex,
    Satisfaction,
)
from evaluation_service.domain.staff import UnknownEmployee
from evaluation_service.domain.survey import SurveyOutcome
from evaluation_service.events import facts
from evaluation_service.persistence import staff, surveys
from evaluation_service.policies import incentive as policy
from evaluation_service.policies.regulations import Regulations
from evaluation_service.policies.satisfaction import choose

# The job that decides a unit's incentives again.
RECONSIDER: Final = "reconsider-incentives"


def recommend_incentive(session: Session, evaluation: Evaluation, *, at: datetime) -> Incentive:
    """Decide for the first time; the caller holds the decisions and has finalised the evaluation."""
    decision = decide_incentive(session, evaluation, at=at)
    incentive = Incentive(
        id=new_id(),
        evaluation_id=evaluation.id,
        employee_id=evaluation.employee_id,
        unit_id=evaluation.unit_id,
        period=evaluation.period,
        created_at=at,
        correlation_id=evaluation.correlation_id or current_flow().correlation_id,
        outcome=decision.outcome.outcome,
    )
    session.add(incentive)
    record_decision(session, incentive, decision, at=at)
    return incentive


def record_decision(session: Session, incentive: Incentive, decision: AwardDecision, *, at: datetime) -> None:
    """Add the decision to the incentive and tell of it, under the evaluation's flow, if it comes out differently."""
    if decision.inputs.satisfaction.basis is IndexBasis.PENDING:
        _decide_again_without_survey(session, incentive, at)
    added = incentive.decide(decision, at=at)
    if added is None:
        return
    with flow(replace(current_flow(), correlation_id=incentive.correlation_id)):
        outbox.record(session, facts.incentive_decided(incentive, added))


def _decide_again_without_survey(session: Session, incentive: Incentive, at: datetime) -> None:
    """Have the unit's incentives decided again on the first day on which no survey of the period may be opened."""
    window = regulations_of(session, Regulations).survey_window.in_force(incentive.period.end).values
    day = start_of(window.last_opening_day(incentive.period) + timedelta(days=1))
    if day > at:
        unit_id, period = incentive.unit_id, incentive.period
        jobs.defer(session, RECONSIDER, key=f"{unit_id} {period}", at=day, unit_id=unit_id, period=period)


def decide_incentive(session: Session, evaluation: Evaluation, *, at: datetime) -> AwardDecision:
    """Decide by the rules, the post and the index of the period, on all that is known by now."""
    rules, period = regulations_of(session, Regulations), evaluation.period
    employee = staff.find_employee(session, evaluation.employee_id)
    if employee is None or evaluation.predicate is None:
        raise UnknownEmployee(evaluation.employee_id)
    hours_rule = rules.learning_hours.in_force(period.end)
    told = IncentiveFacts(
        period=period,
        predicate=evaluation.predicate,
        discipline=evaluation.discipline,
        employment=employee.employment,
        year=period.year,
        learning_hours=staff.learning_hours(session, evaluation.employee_id, period.year),
        required_hours=hours_rule.values.least(employee.employment),
        hours_rule=hours_rule.version,
        serves_public=evaluation.serves_public,
        satisfaction=_satisfaction(session, evaluation, at),
    )
    return policy.decide(told, rules.incentive.in_force(period.end))


def _satisfaction(session: Session, evaluation: Evaluation, at: datetime) -> Satisfaction:
    if not evaluation.serves_public:
        return Satisfaction(IndexBasis.NOT_APPLICABLE)
    rules, period = regulations_of(session, Regulations), evaluation.period
    outcomes = surveys.outcomes_of_unit(session, evaluation.unit_id, period)
    window = rules.survey_window.in_force(period.end).values
    indices = [
        PeriodIndex(each.period, each.respondents, each.ikm, each.mutu, each.sample_adequate, each.version)
        for each in surveys.indices_of_unit(session, evaluation.unit_id)
    ]
    return choose(
        period,
        indices,
        expected=any(outcome in (None, SurveyOutcome.INDEX_PUBLISHED) for outcome in outcomes),
        may_open=not outcomes and business_day(at) <= window.last_opening_day(period),
        rule=rules.mutu.in_force(period.end),
    )
