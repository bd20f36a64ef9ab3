"""The metadata of the evaluation service, and the columns that many of its tables have."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, DateTime, Text, Uuid

from asn_chassis.columns import EnumText, one_of
from asn_chassis.database import metadata as new_metadata
from asn_chassis.database.tables import chassis_tables
from evaluation_service.persistence.column_types import Inputs, Reasons

metadata = new_metadata()
chassis_tables(metadata)


def id_column(name: str, **options: Any) -> Column[Any]:
    """Return a column of ids, never null."""
    return Column(name, Uuid, nullable=False, **options)


def instant_column(name: str, **options: Any) -> Column[Any]:
    """Return a column of instants, not null unless the options say so."""
    return Column(name, DateTime(timezone=True), **{"nullable": False, **options})


def choice_columns(name: str, enum: type[StrEnum], *, nullable: bool = False) -> Iterator[Any]:
    """Yield a column for one of an enumeration's values, as text that the database checks."""
    yield Column(name, EnumText(enum), nullable=nullable)
    yield one_of(name, enum)


def decision_columns() -> Iterator[Any]:
    """Yield what every decision keeps, so that anyone can recompute it."""
    yield Column("rule_version", Text, nullable=False)
    yield Column("reasons", Reasons, nullable=False)
    yield Column("inputs", Inputs, nullable=False)
