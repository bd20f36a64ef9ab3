"""Columns that many tables have."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, SmallInteger, Uuid

from asn_chassis.rows.types import PeriodText, enumeration


def id_column(name: str, *arguments: Any, **options: Any) -> Column[Any]:
    """Return a column of ids, not null unless the options say so."""
    return Column(name, Uuid, *arguments, **{"nullable": False, **options})


def instant_column(name: str, **options: Any) -> Column[Any]:
    """Return a column of instants with their zone, not null unless the options say so."""
    return Column(name, DateTime(timezone=True), **{"nullable": False, **options})


def period_column(name: str, **options: Any) -> Column[Any]:
    """Return a column of periods, not null unless the options say so."""
    return Column(name, PeriodText, **{"nullable": False, **options})


def code_column(name: str, kind: type[StrEnum], **options: Any) -> Column[Any]:
    """Return a column of one enumeration's members, not null unless the options say so."""
    return Column(name, enumeration(kind, name), **{"nullable": False, **options})


def level_column(name: str, **options: Any) -> Column[Any]:
    """Return a column of competency levels, 1 to 5, not null unless the options say so."""
    check = CheckConstraint(f"{name} BETWEEN 1 AND 5", name=name)
    return Column(name, SmallInteger, check, **{"nullable": False, **options})
