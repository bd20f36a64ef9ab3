"""Rule rows that hold from a day on, each with the source it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar


class Confidence(StrEnum):
    """H: read in the source or agreed by several; M: known, article not on screen; L: a design choice."""

    H = "H"
    M = "M"
    L = "L"


@dataclass(frozen=True)
class Source:
    """Where a rule comes from and how sure that is."""

    text: str
    confidence: Confidence


class Dated(Protocol):
    """Anything that holds from `valid_from` until the next row of its kind."""

    @property
    def valid_from(self) -> date:
        """First day on which the row holds."""


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], on: date) -> Row:
    """Return the row that holds on a day. Days before the first row get that row, so that the answer is total."""
    ordered = sorted(rows, key=lambda row: row.valid_from)
    started = [row for row in ordered if row.valid_from <= on]
    return started[-1] if started else ordered[0]
