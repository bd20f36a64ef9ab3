"""Queries about units."""

from typing import Any

from sqlalchemy import Select, select

from asn_chassis import rows
from evaluation_service.domain.staff import Unit
from evaluation_service.persistence.tables.staff import unit_words, units

SORTS = {"id": (units.c.id,), "code": (units.c.code, units.c.id), "name": (units.c.name, units.c.id)}


def listed(*, code: str | None, q: str | None) -> Select[Any]:
    """Select units, perhaps the one with this code."""
    return rows.named(rows.matching(select(Unit), units, code=code), unit_words, units.c.id, q)
