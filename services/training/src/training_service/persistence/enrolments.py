"""Enrolments: find, lock, list, the open seats, the hours earned."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import Session

from training_service.domain.enrolment import Enrolment, EnrolmentState
from training_service.domain.errors import EnrolmentNotFound
from training_service.persistence.tables import enrolments

ORDER = [enrolments.c.id]


def find(session: Session, enrolment_id: UUID) -> Enrolment:
    """Return the enrolment; EnrolmentNotFound when there is none."""
    return _found(enrolment_id, session.get(Enrolment, enrolment_id))


def lock(session: Session, enrolment_id: UUID) -> Enrolment:
    """Return the enrolment, held until the transaction ends; EnrolmentNotFound when there is none.

    The key itself is not locked: a plan that lets another need join this seat refers to it meanwhile.
    """
    return _found(enrolment_id, session.get(Enrolment, enrolment_id, with_for_update={"key_share": True}))


def open_seats(session: Session) -> Sequence[Enrolment]:
    """Return the enrolments that are not completed."""
    return session.scalars(select(Enrolment).where(enrolments.c.state == EnrolmentState.ENROLLED)).all()


def held_open_seats(session: Session, employee_ids: Collection[UUID]) -> Sequence[Enrolment]:
    """Return the open enrolments of these employees; they cannot be completed until the transaction ends."""
    statement = (
        select(Enrolment)
        .where(enrolments.c.state == EnrolmentState.ENROLLED, enrolments.c.employee_id.in_(employee_ids))
        .order_by(enrolments.c.id)
        .with_for_update(read=True)
    )
    return session.scalars(statement).all()


def hours_by_year(session: Session, employee_id: UUID) -> Mapping[int, int]:
    """Return the learning hours (JP) that the employee earned, by calendar year, the earliest first."""
    year = extract("year", enrolments.c.completed_date)
    statement = (
        select(year.label("year"), func.sum(enrolments.c.hours).label("hours"))
        .where(enrolments.c.employee_id == employee_id, enrolments.c.state == EnrolmentState.COMPLETED)
        .group_by(year)
        .order_by(year)
    )
    return {int(row.year): int(row.hours) for row in session.execute(statement)}


def listed(*, employee_id: UUID | None = None, plan_id: UUID | None = None) -> Select[Enrolment]:
    """Return the query for enrolments of this employee, bought by this plan."""
    wanted = {"employee_id": employee_id, "plan_id": plan_id}
    return select(Enrolment).filter_by(**{name: value for name, value in wanted.items() if value is not None})


def _found(enrolment_id: UUID, enrolment: Enrolment | None) -> Enrolment:
    if enrolment is None:
        raise EnrolmentNotFound(enrolment_id)
    return enrolment
