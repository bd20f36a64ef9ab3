"""Queries about incentives."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from evaluation_service.domain.errors import IncentiveNotFound
from evaluation_service.domain.incentive import Incentive, Outcome
from evaluation_service.persistence.filters import matching
from evaluation_service.persistence.tables import incentives


def get(session: Session, incentive_id: UUID) -> Incentive:
    """Return the incentive with its decisions. Raises IncentiveNotFound."""
    incentive = session.get(Incentive, incentive_id)
    if incentive is None:
        raise IncentiveNotFound(incentive_id)
    return incentive


def deferred_in(session: Session, *, employee_id: UUID, year: int) -> Sequence[Incentive]:
    """Return the employee's incentives that wait for learning hours of the calendar year, oldest first."""
    columns = incentives.c
    waiting = (columns.employee_id == employee_id) & (columns.outcome == Outcome.DEFERRED)
    of_year = columns.period.startswith(f"{year}-", autoescape=True)
    return session.scalars(select(Incentive).where(waiting, of_year).order_by(columns.created_at, columns.id)).all()


def listed(
    *, employee_id: UUID | None, evaluation_id: UUID | None, period: str | None, correlation_id: str | None
) -> Select[Any]:
    """Select incentives, narrowed by what is given."""
    return matching(
        select(Incentive),
        incentives,
        employee_id=employee_id,
        evaluation_id=evaluation_id,
        period=period,
        correlation_id=correlation_id,
    )
