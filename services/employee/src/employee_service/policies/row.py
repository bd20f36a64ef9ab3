"""What every row of rule data states: when it is in force, where it comes from, how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Confidence(StrEnum):
    """How sure a row is: HIGH read in the text, MEDIUM consistent with it, LOW to be confirmed."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


@dataclass(frozen=True, kw_only=True)
class PolicyRow:
    """A row in force from `valid_from` to `valid_to`, both included; None means until further notice."""

    valid_from: date
    valid_to: date | None = None
    source: str
    confidence: Confidence

    def in_force(self, on: date) -> bool:
        """Say whether the row counts on the day `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


Row = TypeVar("Row", bound=PolicyRow)


def in_force(rows: Iterable[Row], on: date) -> tuple[Row, ...]:
    """Return the rows that count on the day `on`, in the order given."""
    return tuple(row for row in rows if row.in_force(on))
