"""Queries on the satisfaction indices of units."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Integer, Numeric, Row, Select, cast, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from feedback_service.domain.satisfaction_index import UnitIndex
from feedback_service.persistence.tables import unit_indices, units

SORTS = {
    "id": (unit_indices.c.id,),
    "published_at": (unit_indices.c.published_at, unit_indices.c.id),
    "period": (unit_indices.c.period, unit_indices.c.id),
}


def hold(session: Session, unit_id: UUID, period: Period) -> None:
    """Wait until no other closing is at the index of this unit and period, whether there is one yet or not.

    Of two surveys that close at the same time, the one that comes second sees that it is the last.
    """
    rows.hold(session, [uuid5(unit_id, str(period))])


def find(session: Session, unit_id: UUID, period: Period) -> UnitIndex | None:
    """Return the index of the unit in the period, or None."""
    return session.scalars(listed(unit_id=unit_id, subtree=False, period=period)).one_or_none()


def listed(*, unit_id: UUID | None, subtree: bool, period: Period | None) -> Select[UnitIndex]:
    """Select the indices that match every filter given."""
    within = rows.units_of(units, unit_id, subtree=subtree)
    return rows.matching(select(UnitIndex), unit_indices, unit_id=within, period=period)


def periods(session: Session) -> list[Period]:
    """Return the periods of which there are indices, the newest first."""
    return sorted(session.scalars(select(unit_indices.c.period).distinct()), reverse=True)


def of_unit(session: Session, unit_id: UUID) -> Sequence[UnitIndex]:
    """Return the indices of a unit, the newest period first."""
    found = session.scalars(listed(unit_id=unit_id, subtree=False, period=None))
    return sorted(found, key=lambda index: index.period, reverse=True)


def results(session: Session, period: Period, *, after: str, limit: int) -> Sequence[Row[Any]]:
    """Return the results of a period by unit, behind a code: id, code and name of the unit, ikm, mutu, respondents."""
    outcome = type_coerce(unit_indices.c.decision, JSONB)["outcome"]
    query = (
        select(
            units.c.id,
            units.c.code,
            units.c.name,
            cast(outcome["ikm"].astext, Numeric).label("ikm"),
            outcome["mutu"].astext.label("mutu"),
            cast(outcome["respondents"].astext, Integer).label("respondents"),
        )
        .join(units, units.c.id == unit_indices.c.unit_id)
        .where(unit_indices.c.period == period, units.c.code > after)
        .order_by(units.c.code)
        .limit(limit)
    )
    return session.execute(query).all()
