"""Dated rule rows: every number or order that law or design fixes, with its source and confidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Confidence(StrEnum):
    """How sure the source is: HIGH read in it, MEDIUM consistent with it, LOW unchecked or own design."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What all rule rows share; a row holds from `effective_date` until a later one takes over."""

    version: str
    effective_date: date
    source: str
    confidence: Confidence


R = TypeVar("R", bound=Rule)


def in_force(rows: Sequence[R], on: date) -> R:
    """Return the latest row effective `on` that day, or the earliest row for days before all of them.

    Shape: `rows` holds at least one row, in any order.
    """
    ordered = sorted(rows, key=lambda row: row.effective_date)
    return next((row for row in reversed(ordered) if row.effective_date <= on), ordered[0])
