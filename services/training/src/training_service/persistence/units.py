"""The replica of units: keep what is newer, list."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from asn_chassis import rows
from training_service.domain.unit import Unit
from training_service.persistence.tables.unit import unit_words, units

SORTS = {"code": (units.c.code, units.c.id), "name": (units.c.name, units.c.id)}


def keep(session: Session, told: Sequence[Unit]) -> None:
    """Keep what is newer than what is known."""
    rows.keep_newer(session, units, told)


def listed(*, code: str | None, q: str | None) -> Select[Unit]:
    """Return the query for units, perhaps the one with this code."""
    return rows.named(rows.matching(select(Unit), units, code=code), unit_words, units.c.id, q)
