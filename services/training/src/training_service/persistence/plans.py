"""Plans: get with their lines, list, keep."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, Text, cast, select
from sqlalchemy.orm import Session, selectinload

from asn_chassis import rows
from asn_kernel.period import Period
from training_service.domain.enrolment import Enrolment
from training_service.domain.plan import Plan, PlanAlreadyFixed, PlanLine, PlanLineNotFound, PlanNotFound
from training_service.persistence.tables.enrolment import enrolments
from training_service.persistence.tables.plan import plan_lines, plans

# A page is continued from plain values: the period as its text.
_period = cast(plans.c.period, Text).label("period_text")
SORTS = {"period": (plans.c.year, _period)}


def refuse_second(session: Session, period: Period) -> None:
    """Raise PlanAlreadyFixed when the period has a plan."""
    if session.scalar(select(plans.c.id).where(plans.c.period == period)) is not None:
        raise PlanAlreadyFixed(period)


def add_new(session: Session, plan: Plan, seats: Iterable[Enrolment]) -> None:
    """Keep the plan, the seats it buys and its lines; PlanAlreadyFixed when the period has a plan."""
    if not rows.add_new(session, plans, [plan]):
        raise PlanAlreadyFixed(plan.period)
    rows.add_all(session, enrolments, seats)
    rows.add_all(session, plan_lines, plan.lines)


def get(session: Session, plan_id: UUID) -> Plan:
    """Return the plan with its lines; PlanNotFound when there is none."""
    plan = session.get(Plan, plan_id, options=[selectinload(Plan.lines)])  # type: ignore[arg-type]
    if plan is None:
        raise PlanNotFound(plan_id)
    return plan


def get_line(session: Session, plan_id: UUID, need_id: UUID) -> PlanLine:
    """Return the plan's line about this need; PlanLineNotFound when there is none."""
    line: PlanLine | None = session.scalar(
        rows.matching(select(PlanLine), plan_lines, plan_id=plan_id, need_id=need_id)
    )
    if line is None:
        raise PlanLineNotFound(plan_id, need_id)
    return line


def listed(*, year: int | None = None, period: Period | None = None) -> Select[Plan]:
    """Return the query for plans of this year, of this period; without their lines."""
    return rows.matching(select(Plan), plans, year=year, period=period)
