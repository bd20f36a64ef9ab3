"""Fixes the training plan of a period: the needs that matter most get seats, within the year's budget."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from training_service.domain.budget import Budget
from training_service.domain.enrolment import Enrolment
from training_service.domain.need import NeedUnfunded
from training_service.domain.plan import Outcome, Plan, PlanLine, check_period
from training_service.events import published
from training_service.persistence import budgets, courses, enrolments, needs, plans
from training_service.policies.matching import catalogue
from training_service.policies.planning import PLANNING_RULES, Decision, Draft, OpenSeat, draft
from training_service.policies.rules import in_force

Seats = Mapping[UUID, Enrolment]
"""The seats a plan buys, by the need that buys them."""


def fix_plan(session: Session, *, plan_id: UUID, year: int, period: str, now: datetime) -> Plan:
    """Decide every waiting need and keep plan, seats and facts together.

    PeriodOutsideYear, BudgetNotSet, or PlanAlreadyFixed. Plans of one year take turns on its budget.
    """
    check_period(year, period)
    budget = budgets.lock(session, year)
    plans.refuse_second(session, year, period)
    needs.stand_still(session)
    waiting = needs.waiting(session)
    drafted = draft(waiting, catalogue(courses.on_offer(session)), _open_seats(session), budget.remaining)
    budget.set_aside(drafted.cost)
    seats = {
        each.need.id: Enrolment.bought(new_id(), need=each.need, course=each.course, plan_id=plan_id, at=now)
        for each in drafted.decisions
        if each.buyer is each.need and each.course is not None
    }
    plan = _plan(plan_id, period, budget, drafted, now)
    plan.lines = [_line(plan_id, n, each, seats) for n, each in enumerate(drafted.decisions, start=1)]
    plans.add(session, plan, seats.values())
    unfunded = _settle(plan, drafted.decisions)
    needs.write_back(session, waiting)
    _tell(session, plan, seats, unfunded)
    return plan


def _open_seats(session: Session) -> dict[tuple[UUID, str], OpenSeat]:
    return {
        (seat.employee_id, seat.competency_code): OpenSeat(seat.id, seat.course_id, seat.target_level)
        for seat in enrolments.open_seats(session)
    }


def _plan(plan_id: UUID, period: str, budget: Budget, drafted: Draft, now: datetime) -> Plan:
    return Plan(
        id=plan_id,
        year=budget.year,
        period=period,
        budget=budget.amount,
        committed=budget.committed,
        remaining=budget.remaining,
        cost=drafted.cost,
        funded=drafted.count(Outcome.FUNDED),
        unfunded=drafted.count(Outcome.UNFUNDED),
        rule_version=in_force(PLANNING_RULES, date(budget.year, 1, 1)).version,
        reasons=drafted.reasons,
        fixed_at=now,
    )


def _line(plan_id: UUID, position: int, decision: Decision, seats: Seats) -> PlanLine:
    course_id = enrolment_id = None
    if decision.seat is not None:
        course_id, enrolment_id = decision.seat.course_id, decision.seat.enrolment_id
    elif decision.buyer is not None:
        seat = seats[decision.buyer.id]
        course_id, enrolment_id = seat.course_id, seat.id
    return PlanLine(
        plan_id=plan_id,
        need_id=decision.need.id,
        position=position,
        outcome=decision.outcome,
        course_id=course_id,
        enrolment_id=enrolment_id,
        cost=decision.cost,
        reasons=decision.reasons,
    )


def _settle(plan: Plan, decisions: Sequence[Decision]) -> list[NeedUnfunded]:
    """Move every need to its new state; return the facts about those left without a seat."""
    unfunded = []
    for line, decision in zip(plan.lines, decisions, strict=True):
        if line.enrolment_id is not None:
            decision.need.seat(line.enrolment_id, plan.id)
        else:
            unfunded.append(decision.need.leave_unfunded(plan.id, decision.reasons, plan.fixed_at))
    return unfunded


def _tell(session: Session, plan: Plan, seats: Seats, unfunded: Sequence[NeedUnfunded]) -> None:
    answered: dict[UUID | None, list[UUID]] = defaultdict(list)
    for line in plan.lines:
        answered[line.enrolment_id].append(line.need_id)
    outbox.record(
        session,
        published.plan_fixed(plan),
        *(published.employee_enrolled(seat, answered[seat.id]) for seat in seats.values()),
        *(published.need_unfunded(fact) for fact in unfunded),
    )
