"""Plans: find with their lines, list, keep whole."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from training_service.domain.enrolment import Enrolment
from training_service.domain.errors import PlanAlreadyFixed, PlanNotFound
from training_service.domain.plan import Plan
from training_service.persistence.rows import insert_all, insert_new
from training_service.persistence.tables import enrolments, plan_lines, plans

ORDER = [plans.c.year, plans.c.period]


def refuse_second(session: Session, year: int, period: str) -> None:
    """Raise PlanAlreadyFixed when the period has a plan."""
    if session.scalar(select(plans.c.id).filter_by(year=year, period=period)) is not None:
        raise PlanAlreadyFixed(year, period)


def add(session: Session, plan: Plan, seats: Iterable[Enrolment]) -> None:
    """Keep the plan, the seats it buys and its lines; PlanAlreadyFixed when the period has a plan."""
    if not insert_new(session, plans, [plan]):
        raise PlanAlreadyFixed(plan.year, plan.period)
    insert_all(session, enrolments, seats)
    insert_all(session, plan_lines, plan.lines)


def find(session: Session, plan_id: UUID) -> Plan:
    """Return the plan with its lines; PlanNotFound when there is none."""
    plan = session.get(Plan, plan_id, options=[selectinload(Plan.lines)])  # type: ignore[arg-type]
    if plan is None:
        raise PlanNotFound(plan_id)
    return plan


def listed(*, year: int | None = None, period: str | None = None) -> Select[Plan]:
    """Return the query for plans of this year, of this period; without their lines."""
    wanted = {"year": year, "period": period}
    return select(Plan).filter_by(**{name: value for name, value in wanted.items() if value is not None})
