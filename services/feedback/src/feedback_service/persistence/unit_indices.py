"""Queries on the satisfaction indices of units."""

from uuid import UUID, uuid5

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_kernel.period import Period
from feedback_service.domain.satisfaction_index import UnitIndex
from feedback_service.persistence.tables import unit_indices


def hold(session: Session, unit_id: UUID, period: Period) -> None:
    """Wait until no other closing is at the index of this unit and period, whether there is one yet or not.

    Of two surveys that close at the same time, the one that comes second sees that it is the last.
    """
    rows.hold(session, [uuid5(unit_id, str(period))])


def find(session: Session, unit_id: UUID, period: Period) -> UnitIndex | None:
    """Return the index of the unit in the period, or None."""
    return session.scalars(listed(unit_id=unit_id, period=period)).one_or_none()


def listed(*, unit_id: UUID | None, period: Period | None) -> Select[UnitIndex]:
    """Select the indices that match every filter given."""
    return rows.matching(select(UnitIndex), unit_indices, unit_id=unit_id, period=period)
