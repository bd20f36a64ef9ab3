"""Enrolments: get, lock, list, the open seats, what was attained and earned."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from asn_chassis import rows
from training_service.domain.enrolment import Enrolment, EnrolmentNotFound, EnrolmentState
from training_service.domain.staff import Attained
from training_service.persistence.needs import WAITING_EMPLOYEES
from training_service.persistence.tables.enrolment import enrolments

SORTS = {"id": (enrolments.c.id,), "enrolled_at": (enrolments.c.enrolled_at, enrolments.c.id)}

_OPEN = enrolments.c.state == EnrolmentState.ENROLLED
_year_completed: ColumnElement[int] = extract("year", enrolments.c.completed_date)


def get(session: Session, enrolment_id: UUID) -> Enrolment:
    """Return the enrolment; EnrolmentNotFound when there is none."""
    return rows.get(session, Enrolment, enrolment_id, missing=EnrolmentNotFound)


def lock(session: Session, enrolment_id: UUID) -> Enrolment:
    """Return the enrolment, held until the transaction ends; EnrolmentNotFound when there is none.

    The key itself is not locked: a plan that lets another need join this seat refers to it meanwhile.
    """
    enrolment = session.get(Enrolment, enrolment_id, with_for_update={"key_share": True})
    if enrolment is None:
        raise EnrolmentNotFound(enrolment_id)
    return enrolment


def open_seats(session: Session) -> Sequence[Enrolment]:
    """Return the enrolments, not completed yet, of the employees who have a waiting need."""
    return session.scalars(select(Enrolment).where(_OPEN, enrolments.c.employee_id.in_(WAITING_EMPLOYEES))).all()


def held_open_seats(session: Session, employee_ids: Collection[UUID]) -> Sequence[Enrolment]:
    """Return the open enrolments of these employees; they cannot be completed until the transaction ends."""
    statement = (
        select(Enrolment)
        .where(_OPEN, enrolments.c.employee_id.in_(employee_ids))
        .order_by(enrolments.c.id)
        .with_for_update(read=True)
    )
    return session.scalars(statement).all()


def attained(session: Session) -> Mapping[tuple[UUID, str], Sequence[Attained]]:
    """Return the levels of passed courses, by employee and competency, of the employees who have a waiting need."""
    columns = (enrolments.c.employee_id, enrolments.c.competency_code, enrolments.c.level, enrolments.c.completed_date)
    statement = select(*columns).where(enrolments.c.passed, enrolments.c.employee_id.in_(WAITING_EMPLOYEES))
    found = defaultdict(list)
    for row in session.execute(statement):
        found[row.employee_id, row.competency_code].append(Attained(row.level, row.completed_date))
    return found


def earned_hours(session: Session, year: int) -> Mapping[UUID, int]:
    """Return the learning hours (JP) earned in the year by each employee who has a waiting need, if any."""
    statement = (
        select(enrolments.c.employee_id, func.sum(enrolments.c.hours).label("hours"))
        .where(enrolments.c.passed, _year_completed == year, enrolments.c.employee_id.in_(WAITING_EMPLOYEES))
        .group_by(enrolments.c.employee_id)
    )
    return {row.employee_id: int(row.hours) for row in session.execute(statement)}


def hours_by_year(session: Session, employee_id: UUID) -> Mapping[int, int]:
    """Return the learning hours (JP) that the employee earned, by calendar year, the earliest first."""
    statement = (
        select(_year_completed.label("year"), func.sum(enrolments.c.hours).label("hours"))
        .where(enrolments.c.employee_id == employee_id, enrolments.c.passed)
        .group_by(_year_completed)
        .order_by(_year_completed)
    )
    return {int(row.year): int(row.hours) for row in session.execute(statement)}


def listed(*, employee_id: UUID | None = None, plan_id: UUID | None = None) -> Select[Enrolment]:
    """Return the query for enrolments of this employee, bought by this plan."""
    return rows.matching(select(Enrolment), enrolments, employee_id=employee_id, plan_id=plan_id)
