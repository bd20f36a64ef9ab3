"""Compares a profile with a standard: the gap per competency and the job-person match (JPM)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from employee_service.policies.row import Confidence, PolicyRow, in_force

CENT = Decimal("0.01")


class JpmBand(StrEnum):
    """Reading of a job-person match."""

    OPTIMAL = "OPTIMAL"
    CUKUP_OPTIMAL = "CUKUP_OPTIMAL"
    KURANG_OPTIMAL = "KURANG_OPTIMAL"


@dataclass(frozen=True, kw_only=True)
class JpmRules(PolicyRow):
    """How to compute a match: `cap` limits an item to 100 %; `bands` go down by their lower bound in %."""

    cap: bool
    bands: tuple[tuple[Decimal, JpmBand], ...]


JPM_RULES: tuple[JpmRules, ...] = (
    JpmRules(
        cap=False,
        bands=(
            (Decimal(90), JpmBand.OPTIMAL),
            (Decimal(78), JpmBand.CUKUP_OPTIMAL),
            (Decimal(0), JpmBand.KURANG_OPTIMAL),
        ),
        valid_from=date(2017, 1, 1),
        source="assessment practice on PermenPANRB 38/2017; bounds 90 and 78 as used by local governments",
        confidence=Confidence.MEDIUM,
    ),
)


@dataclass(frozen=True)
class CompetencyGap:
    """One competency: required and present level 1..5, None where unknown."""

    competency_code: str
    required_level: int | None
    level: int | None

    @property
    def gap(self) -> int | None:
        """Required minus present level, negative above the standard; None where one of them is unknown."""
        if self.required_level is None or self.level is None:
            return None
        return self.required_level - self.level


@dataclass(frozen=True)
class JobPersonMatch:
    """Match in % with two decimals over the `assessed` of the `required` competencies, and its band."""

    percent: Decimal
    band: JpmBand
    assessed: int
    required: int


def jpm_rules(on: date) -> JpmRules:
    """Return the newest rules in force on `on`; before the first ones, the first."""
    return (in_force(JPM_RULES, on) or JPM_RULES[:1])[-1]


def gaps(standard: Mapping[str, int], levels: Mapping[str, int]) -> tuple[CompetencyGap, ...]:
    """Return a row for every competency that is required or present, by code."""
    codes = sorted(standard.keys() | levels.keys())
    return tuple(CompetencyGap(code, standard.get(code), levels.get(code)) for code in codes)


def job_person_match(standard: Mapping[str, int], levels: Mapping[str, int], rules: JpmRules) -> JobPersonMatch | None:
    """Return sum(level) / sum(required) x 100 over what is both required and assessed; None where nothing is.

    Rounded half-up to two decimals before the band is read, so that the number shown explains the band.
    """
    both = {code: (levels[code], needed) for code, needed in standard.items() if code in levels}
    if not both:
        return None
    present = sum(min(level, needed) if rules.cap else level for level, needed in both.values())
    wanted = sum(needed for _, needed in both.values())
    percent = (Decimal(100 * present) / wanted).quantize(CENT, ROUND_HALF_UP)
    band = next(band for bound, band in rules.bands if percent >= bound)
    return JobPersonMatch(percent, band, assessed=len(both), required=len(standard))
