"""Queries on the replica of units."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from feedback_service.domain.unit import Unit
from feedback_service.persistence.tables import unit_words, units

SORTS = {"id": (units.c.id,), "code": (units.c.code, units.c.id), "name": (units.c.name, units.c.id)}


def find(session: Session, unit_id: UUID) -> Unit | None:
    """Return the unit, or None where it has not been announced."""
    return rows.find(session, Unit, unit_id)


def keep(session: Session, announced: Sequence[Unit]) -> None:
    """Insert or overwrite the units; nothing older than what is kept changes anything."""
    rows.keep_newer(session, units, announced)


def listed(*, code: str | None, q: str | None) -> Select[Unit]:
    """Select the units, all or the ones with this code."""
    return rows.named(rows.matching(select(Unit), units, code=code), unit_words, units.c.id, q)
