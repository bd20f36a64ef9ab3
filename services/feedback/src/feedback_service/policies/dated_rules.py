"""Rule rows that carry their source and the day from which they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Confidence(StrEnum):
    """How sure the source of a rule is: HIGH read in the text, MEDIUM widely applied, LOW to be confirmed."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule row: `version` names it in every decision that used it."""

    version: str
    valid_from: date
    source: str
    confidence: Confidence


class NoRuleInForce(Exception):
    """No row of the table holds on this day."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


R = TypeVar("R", bound=Rule)


def in_force(rows: Sequence[R], *, on: date) -> R:
    """Return the row with the latest `valid_from` that is not after the day; raises NoRuleInForce."""
    started = [row for row in rows if row.valid_from <= on]
    if not started:
        raise NoRuleInForce(on)
    return max(started, key=lambda row: row.valid_from)
