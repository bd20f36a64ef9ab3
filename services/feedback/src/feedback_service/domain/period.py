"""The half year that a survey covers."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from feedback_service.domain.errors import InvalidPeriod

# From 2017 on: the nine elements exist since the regulation of that year; earlier surveys asked others.
PATTERN = r"20(?:1[7-9]|[2-9][0-9])-S[12]"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A semester, written "2026-S1" (1 January to 30 June) or "2026-S2" (1 July to 31 December)."""

    year: int
    semester: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-S1"; raises InvalidPeriod for another form or a year outside 2017 to 2099."""
        if not re.fullmatch(PATTERN, text):
            raise InvalidPeriod(text)
        return cls(int(text[:4]), int(text[-1]))

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, 1, 1) if self.semester == 1 else date(self.year, 7, 1)

    @property
    def end(self) -> date:
        """The last day, included."""
        return date(self.year, 6, 30) if self.semester == 1 else date(self.year, 12, 31)

    @property
    def next(self) -> Self:
        """The semester after this one."""
        return type(self)(self.year, 2) if self.semester == 1 else type(self)(self.year + 1, 1)

    def __str__(self) -> str:
        """Write it as `parse` reads it."""
        return f"{self.year:04d}-S{self.semester}"
