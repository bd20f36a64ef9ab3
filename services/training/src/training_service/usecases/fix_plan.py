"""Fixes the training plan of a period: the needs that matter most get seats, within the year's budget."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from asn_kernel.period import Period
from training_service.domain.budget import Budget
from training_service.domain.course import Course
from training_service.domain.enrolment import Enrolment
from training_service.domain.need import NeedUnfunded, TrainingNeed
from training_service.domain.plan import (
    SEATED,
    Line,
    LineKind,
    Plan,
    PlanLine,
    SeatBought,
    SeatJoined,
    SeatShared,
    check_period,
)
from training_service.events import facts
from training_service.persistence import budgets, courses, needs, plans
from training_service.policies.planning import Draft, draft
from training_service.policies.regulations import Regulations
from training_service.usecases.gather_candidates import gather_candidates

Seats = Mapping[UUID, Enrolment]
"""The seats a plan buys, by the need that buys them."""

Needs = Mapping[UUID, TrainingNeed]
"""The waiting needs, by id."""


def fix_plan(session: Session, *, year: int, period: Period, at: datetime) -> Plan:
    """Decide every waiting need and keep plan, seats and facts together.

    PeriodOutsideYear, PeriodOver, BudgetNotSet, or PlanAlreadyFixed. Plans of one year take turns on its budget.
    """
    check_period(year, period, business_day(at))
    rules = regulations_of(session, Regulations)
    order, law = rules.planning.in_force(period.start), rules.learning_hours.in_force(period.start)
    budget = budgets.lock(session, year)
    plans.refuse_second(session, period)
    needs.stand_still(session)
    waiting = {need.id: need for need in needs.waiting(session)}
    offer = {course.id: course for course in courses.on_offer(session)}
    candidates = gather_candidates(session, waiting=[*waiting.values()], offer=offer.values(), year=year, law=law)
    drafted = draft(candidates, budget.remaining, order)
    budget.set_aside(drafted.cost)
    plan = _plan(period, budget, drafted, order.version, at)
    seats = _seats(plan, drafted.lines, waiting, offer)
    plan.lines = [_line(plan.id, number, line, seats) for number, line in enumerate(drafted.lines, start=1)]
    plans.add_new(session, plan, seats.values())
    unfunded = _settle(plan, waiting)
    needs.write_back(session, [*waiting.values()])
    _record(session, plan, seats, unfunded)
    return plan


def _plan(period: Period, budget: Budget, drafted: Draft, rule_version: str, at: datetime) -> Plan:
    kinds = Counter(line.outcome.kind for line in drafted.lines)
    return Plan(
        id=new_id(),
        year=budget.year,
        period=period,
        budget=budget.amount,
        committed=budget.committed,
        remaining=budget.remaining,
        cost=drafted.cost,
        funded=sum(kinds[kind] for kind in SEATED),
        unfunded=kinds[LineKind.UNFUNDED],
        already_met=kinds[LineKind.ALREADY_MET],
        rule_version=rule_version,
        reasons=drafted.reasons,
        fixed_at=at,
    )


def _seats(plan: Plan, lines: Sequence[Line], waiting: Needs, offer: Mapping[UUID, Course]) -> Seats:
    return {
        line.inputs.need_id: Enrolment.bought(
            new_id(),
            need=waiting[line.inputs.need_id],
            course=offer[line.outcome.course_id],
            plan_id=plan.id,
            at=plan.fixed_at,
        )
        for line in lines
        if isinstance(line.outcome, SeatBought)
    }


def _line(plan_id: UUID, position: int, line: Line, seats: Seats) -> PlanLine:
    outcome, need_id, enrolment_id = line.outcome, line.inputs.need_id, None
    if isinstance(outcome, SeatBought):
        enrolment_id = seats[need_id].id
    elif isinstance(outcome, SeatShared):
        enrolment_id = seats[outcome.buyer_need_id].id
    elif isinstance(outcome, SeatJoined):
        enrolment_id = outcome.enrolment_id
    return PlanLine(plan_id, position, need_id, outcome.kind, enrolment_id, line)


def _settle(plan: Plan, waiting: Needs) -> list[NeedUnfunded]:
    """Move every need to its new state; return the facts about those left without a seat.

    A need that is met already stays as it is: the service that identified it says so itself.
    """
    unfunded = []
    for line in plan.lines:
        need = waiting[line.need_id]
        if line.enrolment_id is not None:
            need.join(line.enrolment_id, plan.id)
        elif line.outcome is LineKind.UNFUNDED:
            unfunded.append(need.leave_unfunded(plan.id, line.decision.reasons, plan.fixed_at))
    return unfunded


def _record(session: Session, plan: Plan, seats: Seats, unfunded: Sequence[NeedUnfunded]) -> None:
    answered: dict[UUID | None, list[UUID]] = defaultdict(list)
    for line in plan.lines:
        answered[line.enrolment_id].append(line.need_id)
    outbox.record(
        session,
        facts.plan_fixed(plan),
        *(facts.employee_enrolled(seat, answered[seat.id]) for seat in seats.values()),
        *(facts.need_unfunded(fact) for fact in unfunded),
    )
