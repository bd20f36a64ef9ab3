"""Periods: a year, half, quarter or month of the calendar."""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import total_ordering
from typing import Self

# What a period can mean here: nothing that this system judges happened before, or lies beyond.
FIRST_YEAR, LAST_YEAR = 2000, 2099

PATTERN = r"20[0-9]{2}(?:-(?:S[12]|Q[1-4]|M(?:0[1-9]|1[0-2])))?"
_FORM = re.compile(r"(?P<year>20[0-9]{2})(?:-(?P<letter>[SQM])(?P<number>[0-9]{1,2}))?", re.ASCII)


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "YEAR"
    HALF = "HALF"
    QUARTER = "QUARTER"
    MONTH = "MONTH"

    @property
    def months(self) -> int:
        """Length in months."""
        return _MONTHS[self]


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_LETTERS = {"S": PeriodKind.HALF, "Q": PeriodKind.QUARTER, "M": PeriodKind.MONTH}
_SIGNS = {PeriodKind.HALF: "S{}", PeriodKind.QUARTER: "Q{}", PeriodKind.MONTH: "M{:02}"}


class InvalidPeriod(ValueError):
    """The text is none of "2026", "2026-S1", "2026-Q3" and "2026-M07"."""

    def __init__(self, text: str) -> None:
        super().__init__("not a period: write 2026, 2026-S1, 2026-Q3 or 2026-M07")
        self.text = text


@total_ordering
class Period:
    """The `number`-th (from 1) period of its kind in a year; its text form is how it is stored and sent.

    Ordered by first day, a longer one before the shorter ones that it begins with; `outer.contains(inner)`.
    """

    __slots__ = ("kind", "number", "year")

    def __init__(self, year: int, kind: PeriodKind, number: int = 1) -> None:
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12 // kind.months):
            raise InvalidPeriod(f"{year}-{kind}-{number}")
        self.year = year
        self.kind = kind
        self.number = number

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` writes; InvalidPeriod for anything else."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise InvalidPeriod(text)
        if match["letter"] is None:
            return cls(int(match["year"]), PeriodKind.YEAR)
        period = cls(int(match["year"]), _LETTERS[match["letter"]], int(match["number"]))
        if str(period) != text:  # one spelling each: M7 is none
            raise InvalidPeriod(text)
        return period

    @classmethod
    def of(cls, kind: PeriodKind, day: date) -> Self:
        """Return the period of this kind that the day lies in."""
        return cls(day.year, kind, (day.month - 1) // kind.months + 1)

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * self.kind.months + 1, 1)

    @property
    def end(self) -> date:
        """The last day, included."""
        month = self.number * self.kind.months
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def following(self) -> Self:
        """The next period of the same kind."""
        if self.number * self.kind.months == 12:  # noqa: PLR2004 -- months in a year
            return type(self)(self.year + 1, self.kind)
        return type(self)(self.year, self.kind, self.number + 1)

    def has_begun(self, on: date) -> bool:
        """Tell whether the first day has come."""
        return self.start <= on

    def contains(self, other: "Period | date") -> bool:
        """Tell whether a day or a whole period lies inside."""
        if isinstance(other, date):
            return self.start <= other <= self.end
        return self.start <= other.start and other.end <= self.end

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same period."""
        return isinstance(other, Period) and str(self) == str(other)

    def __hash__(self) -> int:
        """Return the hash of its text form."""
        return hash(str(self))

    def __repr__(self) -> str:
        """Show it as it is parsed."""
        return f"Period.parse({str(self)!r})"

    def __lt__(self, other: "Period") -> bool:
        """Order by first day, the longer period first."""
        return (self.start, -self.kind.months) < (other.start, -other.kind.months)

    def __str__(self) -> str:
        """Write "2026", "2026-S1", "2026-Q3" or "2026-M07"."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.year:04}"
        return f"{self.year:04}-{_SIGNS[self.kind].format(self.number)}"
