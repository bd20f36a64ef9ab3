"""Rule data for checking a NIP: the PPPK codes and the ages at which an appointment is possible and usual."""

from dataclasses import dataclass
from datetime import date

from employee_service.domain.nip import AgeSpan, NipRules
from employee_service.policies.row import Confidence, PolicyRow, in_force

THE_BEGINNING = date(1945, 8, 17)


@dataclass(frozen=True, kw_only=True)
class PppkCode(PolicyRow):
    """A value of digits 13 and 14 that marks a PPPK."""

    code: str


@dataclass(frozen=True, kw_only=True)
class StartAge(PolicyRow):
    """Ages in full years at appointment: `possible` is a check, `usual` only a hint to look twice."""

    possible: AgeSpan
    usual: AgeSpan


PPPK_CODES: tuple[PppkCode, ...] = (
    PppkCode(
        code="21",
        valid_from=date(2018, 11, 28),
        source="PP 49/2018 (manajemen PPPK); BKN numbering practice",
        confidence=Confidence.MEDIUM,
    ),
)
START_AGES: tuple[StartAge, ...] = (
    StartAge(
        possible=AgeSpan(18, 56),
        usual=AgeSpan(18, 40),
        valid_from=THE_BEGINNING,
        source="PP 11/2017 Pasal 23 for the lower bound; upper bounds from honorer cohorts",
        confidence=Confidence.MEDIUM,
    ),
)


def nip_rules(on: date) -> NipRules:
    """Return the rules in force on the day `on`."""
    age = in_force(START_AGES, on)[-1]
    codes = frozenset(row.code for row in in_force(PPPK_CODES, on))
    return NipRules(pppk_codes=codes, start_age=age.possible, usual_start_age=age.usual)
