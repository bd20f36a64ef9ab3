"""Opens the evaluation of an employee for a period."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.database.reach import unbounded
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from asn_kernel.codes import Discipline, Expectation
from asn_kernel.period import Period
from evaluation_service.domain.evaluation import (
    AssessedLevel,
    Evaluation,
    EvaluationAlreadyExists,
    PeriodNotBegun,
    UnknownAssessor,
)
from evaluation_service.domain.staff import NotInService, Post, UnknownCompetency, UnknownEmployee
from evaluation_service.persistence import competencies, evaluations, staff
from evaluation_service.policies.regulations import Regulations
from evaluation_service.usecases.finalise_evaluation import check_window


def open_evaluation(
    session: Session,
    *,
    employee_id: UUID,
    assessor_id: UUID,
    period: Period,
    work_result: Expectation,
    behaviour: Expectation,
    discipline: Discipline,
    assessed: Iterable[dict[str, Any]],
    at: datetime,
) -> Evaluation:
    """Keep a draft, judged by the post on the last day of the period, or today while it lasts.

    Raises UnknownEmployee, UnknownAssessor, AssessorIsEmployee, PeriodNotBegun, NoRuleInForce, EvaluationWindowOver,
    UnknownCompetency, NotInService, CompetencyAssessedTwice, EvaluationAlreadyExists.
    """
    # By the unit of the period, which is known only when this is read; who may is asked by the insert.
    with unbounded(session):
        if staff.find_employee(session, employee_id) is None:
            raise UnknownEmployee(employee_id)
        check_assessor(session, assessor_id)
        _check_period(session, period, at)
        levels = check_levels(session, assessed)
        post = _post(session, employee_id, period, at)
    evaluation = Evaluation.open(
        new_id(),
        employee_id=employee_id,
        assessor_id=assessor_id,
        period=period,
        post=post,
        work_result=work_result,
        behaviour=behaviour,
        discipline=discipline,
        assessed=levels,
        at=at,
    )
    if not evaluations.add_new(session, evaluation):
        raise EvaluationAlreadyExists(employee_id, period)
    return evaluation


def _check_period(session: Session, period: Period, at: datetime) -> None:
    """Refuse now what could never be finalised: rules that did not exist, a window that is over."""
    if not period.has_begun(business_day(at)):
        raise PeriodNotBegun(period)
    rules = regulations_of(session, Regulations)
    for subject in (rules.predicate, rules.development, rules.gap_classes, rules.incentive, rules.learning_hours):
        subject.in_force(period.end)
    check_window(session, period, at)


def check_assessor(session: Session, assessor_id: UUID) -> None:
    """Raise UnknownAssessor unless the assessor is an employee who is known here; asked where all are in reach."""
    if staff.find_employee(session, assessor_id) is None:
        raise UnknownAssessor(assessor_id)


def check_levels(session: Session, assessed: Iterable[Mapping[str, Any]]) -> tuple[AssessedLevel, ...]:
    """Return the assessed levels; UnknownCompetency where the dictionary lacks one."""
    levels = tuple(AssessedLevel(**item) for item in assessed)
    known = competencies.labels(session)
    for level in levels:
        if level.competency_code not in known:
            raise UnknownCompetency(level.competency_code)
    return levels


def _post(session: Session, employee_id: UUID, period: Period, at: datetime) -> Post:
    day = min(period.end, business_day(at))
    post = staff.post_on(session, employee_id, day)
    if post is None:
        raise NotInService(employee_id, day)
    return post
