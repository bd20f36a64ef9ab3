"""Queries about units."""

from typing import Any

from sqlalchemy import Select, select

from asn_chassis import rows
from evaluation_service.domain.staff import Unit
from evaluation_service.persistence.tables.staff import units


def listed(*, code: str | None) -> Select[Any]:
    """Select units, perhaps the one with this code."""
    return rows.matching(select(Unit), units, code=code)
