"""Half years, the periods of surveys, evaluations and plans."""

from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, order=True)
class Period:
    """A half year: S1 is January to June, S2 July to December."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Give the half year of a day."""
        return cls(day.year, 1 if day.month <= 6 else 2)  # noqa: PLR2004 -- June

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-S2"."""
        year, half = text.split("-S")
        return cls(int(year), int(half))

    def __str__(self) -> str:
        """Write it as in "2026-S2"."""
        return f"{self.year}-S{self.half}"

    def following(self) -> "Period":
        """Give the next half year."""
        return Period(self.year, 2) if self.half == 1 else Period(self.year + 1, 1)

    def day_near(self, day: date) -> date:
        """Give the day itself when it lies in the rest of this year, else the end of that rest nearer to it.

        What is done late in a half year still counts for its year.
        """
        start = date(self.year, 1 if self.half == 1 else 7, 1)
        return min(max(day, start), date(self.year, 12, 31))
