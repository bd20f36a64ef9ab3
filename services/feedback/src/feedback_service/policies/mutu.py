"""Grades a value on the scale from 25 to 100."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from feedback_service.domain.assessment import Mutu
from feedback_service.policies.dated_rules import Confidence, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class MutuRule(Rule):
    """A grading table: each grade begins at its bound; what is below them all is D."""

    a_from: Decimal
    b_from: Decimal
    c_from: Decimal

    def grade(self, value: Decimal) -> Mutu:
        """Grade a value already rounded to 2 decimals: the printed intervals leave gaps below that."""
        if value >= self.a_from:
            return Mutu.A
        if value >= self.b_from:
            return Mutu.B
        return Mutu.C if value >= self.c_from else Mutu.D


# Both hold from the start of their year, so that a period is graded by one table.
MUTU_RULES = (
    MutuRule(
        version="mutu-2004.1",
        valid_from=date(2004, 1, 1),
        source="KepmenPAN 25/2004, lampiran: 25-43,75 D; 43,76-62,50 C; 62,51-81,25 B; 81,26-100 A",
        confidence=Confidence.HIGH,
        a_from=Decimal("81.26"),
        b_from=Decimal("62.51"),
        c_from=Decimal("43.76"),
    ),
    MutuRule(
        version="mutu-2017.1",
        valid_from=date(2017, 1, 1),
        source="PermenPANRB 14/2017, lampiran: 25-64,99 D; 65-76,60 C; 76,61-88,30 B; 88,31-100 A",
        confidence=Confidence.HIGH,
        a_from=Decimal("88.31"),
        b_from=Decimal("76.61"),
        c_from=Decimal("65.00"),
    ),
)
