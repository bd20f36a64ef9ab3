"""The number of a civil servant (NIP of a PNS, NI of a PPPK): 18 digits that say birth, start, sex, serial.

Sources: Peraturan BKN 22/2007 for the PNS layout `YYYYMMDD YYYYMM S NNN`; the PPPK layout replaces the start
month by a two-digit code, `YYYYMMDD YYYY CC S NNN`. A NIP is personal data: it shows itself only when asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Self

from asn_kernel.codes import Employment, Sex
from employee_service.domain.nip_fault import (
    InvalidNip,
    NipAgeAtStart,
    NipBirthDate,
    NipLength,
    NipNotDigits,
    NipSerial,
    NipSexDigit,
    NipStartInFuture,
    NipStartMonth,
    UnknownPppkCode,
)

LENGTH = 18
DIGITS = frozenset("0123456789")
MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
SEXES = {"1": Sex.L, "2": Sex.P}


@dataclass(frozen=True)
class AgeSpan:
    """Youngest and oldest age in full years, both included."""

    youngest: int
    oldest: int

    def overlaps(self, other: "AgeSpan") -> bool:
        """Say whether the two spans share an age."""
        return self.youngest <= other.oldest and other.youngest <= self.oldest


@dataclass(frozen=True)
class NipRules:
    """The rule data in force on one day: PPPK codes, the possible and the usual ages at the start."""

    pppk_codes: frozenset[str]
    start_age: AgeSpan
    usual_start_age: AgeSpan


@dataclass(frozen=True, repr=False)
class Nip:
    """A well-formed number; `parse` makes it from what somebody typed, the constructor trusts its caller."""

    digits: str

    @classmethod
    def typed(cls, text: str) -> Self:
        """Drop the spaces that people type, and check nothing: to look for a number, not to keep one."""
        return cls("".join(text.split()))

    @classmethod
    def parse(cls, text: str, rules: NipRules, *, on: date) -> Self:
        """Drop the spaces and check the rest on the day `on`; raises the InvalidNip that applies first."""
        nip = cls.typed(text)
        fault = next((fault for fault, holds in CHECKS if not holds(nip, rules, on)), None)
        if fault is not None:
            raise fault
        return nip

    def __repr__(self) -> str:
        """Hide the digits from logs and tracebacks."""
        return "Nip(hidden)"

    @property
    def employment(self) -> Employment:
        """PNS where digits 13 and 14 are a month, else PPPK."""
        return Employment.PNS if self.start_code in MONTHS else Employment.PPPK

    @property
    def birth_date(self) -> date:
        """Day of birth, digits 1 to 8."""
        return date(int(self.digits[:4]), int(self.digits[4:6]), int(self.digits[6:8]))

    @property
    def sex(self) -> Sex:
        """Sex, digit 15."""
        return SEXES[self.digits[14]]

    @property
    def start_code(self) -> str:
        """Digits 13 and 14: start month of a PNS, code of a PPPK."""
        return self.digits[12:14]

    @property
    def start_year(self) -> int:
        """Year of appointment, digits 9 to 12."""
        return int(self.digits[8:12])

    @property
    def start_month(self) -> int | None:
        """Month of appointment; a PPPK number does not say it."""
        return int(self.start_code) if self.employment is Employment.PNS else None

    @property
    def appointed_from(self) -> date:
        """First day on which the person can have been appointed: of the start month, of the start year for a PPPK."""
        return date(self.start_year, self.start_month or 1, 1)

    @property
    def start_age(self) -> AgeSpan:
        """Age on the first of the start month; for a PPPK the ages that the start year allows."""
        years = self.start_year - self.birth_date.year
        birthday = (self.birth_date.month, self.birth_date.day)
        if self.start_month is None:
            return AgeSpan(years - (birthday > (1, 1)), years)
        age = years - (birthday > (self.start_month, 1))
        return AgeSpan(age, age)

    def unusual_start(self, rules: NipRules) -> bool:
        """Say whether the age at the start is allowed yet worth a second look (former honorer staff)."""
        return not self.start_age.overlaps(rules.usual_start_age)


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def _start_is_past(nip: Nip, _rules: NipRules, on: date) -> bool:
    return (nip.start_year, nip.start_month or 1) <= (on.year, on.month)


def _known_start_code(nip: Nip, rules: NipRules, _on: date) -> bool:
    return nip.start_code in MONTHS or nip.start_code in rules.pppk_codes


def _plausible_start_code(nip: Nip, rules: NipRules, on: date) -> bool:
    # A month begins with 0 or 1: such a pair is a mistyped month, any other an unlisted PPPK code.
    return nip.start_code[0] not in "01" or _known_start_code(nip, rules, on)


CHECKS: tuple[tuple[type[InvalidNip], Callable[[Nip, NipRules, date], bool]], ...] = (
    (NipNotDigits, lambda nip, _rules, _on: set(nip.digits) <= DIGITS),
    (NipLength, lambda nip, _rules, _on: len(nip.digits) == LENGTH),
    (NipBirthDate, lambda nip, _rules, _on: _is_date(nip.digits)),
    (NipStartMonth, _plausible_start_code),
    (UnknownPppkCode, _known_start_code),
    (NipSexDigit, lambda nip, _rules, _on: nip.digits[14] in SEXES),
    (NipSerial, lambda nip, _rules, _on: nip.digits[15:] != "000"),
    (NipStartInFuture, _start_is_past),
    (NipAgeAtStart, lambda nip, rules, _on: nip.start_age.overlaps(rules.start_age)),
)
