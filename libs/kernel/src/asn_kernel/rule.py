"""Rules: dated rows of law or policy, each with its source and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Values = TypeVar("Values")


class Confidence(StrEnum):
    """H: read in the source, or several agree; M: known, the article not on screen; L: a design choice."""

    H = "H"
    M = "M"
    L = "L"


class NoRuleInForce(Exception):
    """No row of the subject holds on this day: nobody may decide by a rule that did not exist."""

    def __init__(self, subject: str, day: date) -> None:
        super().__init__(f"no rule of {subject} is in force on {day}")
        self.subject = subject
        self.day = day


@dataclass(frozen=True)
class Source:
    """The regulation that a row rests on; `article` is None where the whole of it does."""

    regulation: str
    article: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rule(Generic[Values]):
    """One row: in force from `valid_from` to `valid_to`, both included; None means until further notice."""

    subject: str
    version: str
    valid_from: date
    valid_to: date | None
    source: Source
    confidence: Confidence
    values: Values

    def holds(self, on: date) -> bool:
        """Tell whether the row is in force on the day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Rules(Generic[Values]):
    """All rows of one subject, in any order; no two of them hold on the same day."""

    subject: str
    rows: tuple[Rule[Values], ...]

    def in_force(self, on: date) -> Rule[Values]:
        """Return the row that holds on the day; NoRuleInForce before the first, after the last and in a gap."""
        return in_force(self.subject, self.rows, on)

    def named(self, version: str) -> Rule[Values]:
        """Return the row of a kept decision. KeyError for a version that never existed."""
        return {row.version: row for row in self.rows}[version]


def in_force(subject: str, rows: Iterable[Rule[Values]], on: date) -> Rule[Values]:
    """Return the one row that holds on the day. NoRuleInForce where none does; ValueError where two do."""
    found = [row for row in rows if row.holds(on)]
    if not found:
        raise NoRuleInForce(subject, on)
    if len(found) > 1:
        raise ValueError(f"{subject}: {', '.join(row.version for row in found)} hold on {on} together")
    return found[0]
