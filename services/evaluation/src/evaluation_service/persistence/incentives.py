"""Queries about incentives."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from evaluation_service.domain.incentive import Incentive, IncentiveNotFound, IncentiveOutcome
from evaluation_service.persistence.tables.evaluation import incentives
from evaluation_service.persistence.tables.staff import units

SORTS = {"created_at": (incentives.c.created_at, incentives.c.id), "period": (incentives.c.period, incentives.c.id)}


def get(session: Session, incentive_id: UUID, *, lock: bool = False) -> Incentive:
    """Return the incentive with its versions, locked when it is to change. Raises IncentiveNotFound."""
    return rows.get(session, Incentive, incentive_id, missing=IncentiveNotFound, lock=lock)


def of_year(session: Session, employee_id: UUID, year: int) -> Sequence[Incentive]:
    """Return the employee's incentives for which the learning hours of the calendar year count."""
    mine = select(Incentive).where(incentives.c.employee_id == employee_id).order_by(incentives.c.id)
    return [incentive for incentive in session.scalars(mine) if incentive.period.year == year]


def of_unit(session: Session, unit_id: UUID, period: Period) -> Sequence[Incentive]:
    """Return the incentives for which an index of the unit and period may count: around or inside theirs."""
    there = select(Incentive).where(incentives.c.unit_id == unit_id).order_by(incentives.c.id)
    return [
        incentive
        for incentive in session.scalars(there)
        if period.contains(incentive.period) or incentive.period.contains(period)
    ]


def listed(
    *,
    employee_id: UUID | None,
    unit_id: UUID | None,
    subtree: bool,
    evaluation_id: UUID | None,
    period: Period | None,
    outcome: IncentiveOutcome | None,
    correlation_id: str | None,
) -> Select[Any]:
    """Select incentives, narrowed by what is given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(
        select(Incentive),
        incentives,
        employee_id=employee_id,
        unit_id=within,
        evaluation_id=evaluation_id,
        period=period,
        outcome=outcome,
        correlation_id=correlation_id,
    )
