"""Learning hours (JP): their length, the yearly entitlement, what non-classical forms count for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from training_service.domain.course import Form
from training_service.domain.employee import Employment
from training_service.policies.rules import Confidence, Rule, in_force


class Bound(StrEnum):
    """Whether the entitlement is a floor, a ceiling, or not known for this kind of employment."""

    MINIMUM = "MINIMUM"
    MAXIMUM = "MAXIMUM"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonLength(Rule):
    """The length of one JP in minutes."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementRule(Rule):
    """JP per year for one kind of employment."""

    employment: Employment
    hours: int
    bound: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class JpRule(Rule):
    """What a non-classical form counts for: JP per unit (a session, a day), perhaps capped."""

    form: Form
    unit: str
    jp_per_unit: Decimal
    cap: int | None
    cap_period: str | None


LESSON_LENGTH = (
    LessonLength(
        version="lesson-length-2018.1",
        effective_date=date(2018, 1, 1),
        source="Peraturan LAN 10/2018; widely applied",
        confidence=Confidence.MEDIUM,
        minutes=45,
    ),
)

ENTITLEMENTS = (
    EntitlementRule(
        version="entitlement-pns-2017.1",
        effective_date=date(2017, 4, 7),
        source="PP 11/2017 art. 203; Peraturan LAN 10/2018",
        confidence=Confidence.HIGH,
        employment=Employment.PNS,
        hours=20,
        bound=Bound.MINIMUM,
    ),
    EntitlementRule(
        version="entitlement-pppk-2018.1",
        effective_date=date(2018, 11, 28),
        source="PP 49/2018; Peraturan LAN 15/2020",
        confidence=Confidence.MEDIUM,
        employment=Employment.PPPK,
        hours=24,
        bound=Bound.MAXIMUM,
    ),
)

# The annex of Peraturan LAN 10/2018 holds these values; none is applied before its text has been checked.
JP_RULES: tuple[JpRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Hours of one year beside the entitlement; `required` is set for a floor, `allowed` for a ceiling."""

    year: int
    hours: int
    bound: Bound
    required: int | None
    allowed: int | None
    met: bool
    rule_version: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Converted:
    """What a non-classical form counts for; `rule_version` is None when no rule covers the form (0 JP)."""

    hours: int
    rule_version: str | None


def lessons_in(minutes: int, rows: Sequence[LessonLength], on: date) -> int:
    """Return the whole JP that fit into `minutes` of teaching."""
    return minutes // in_force(rows, on).minutes


def standing(employment: str, year: int, hours: int, rows: Sequence[EntitlementRule]) -> Standing:
    """Compare the JP earned in `year` with the entitlement; an unknown employment has none to miss."""
    own = [row for row in rows if row.employment == employment]
    if not own:
        return Standing(year, hours, Bound.UNKNOWN, None, None, met=True, rule_version=None, source=None)
    rule = in_force(own, date(year, 12, 31))
    floor = rule.bound is Bound.MINIMUM
    return Standing(
        year=year,
        hours=hours,
        bound=rule.bound,
        required=rule.hours if floor else None,
        allowed=None if floor else rule.hours,
        met=hours >= rule.hours if floor else hours <= rule.hours,
        rule_version=rule.version,
        source=rule.source,
    )


def convert(form: Form, units: Decimal, counted_before: int, rows: Sequence[JpRule], on: date) -> Converted:
    """Turn `units` of a non-classical form into whole JP; JP `counted_before` use up its cap."""
    own = [row for row in rows if row.form is form and row.effective_date <= on]
    if not own:
        return Converted(0, None)
    rule = in_force(own, on)
    earned = int((units * rule.jp_per_unit).to_integral_value(ROUND_DOWN))
    if rule.cap is not None:
        earned = min(earned, max(rule.cap - counted_before, 0))
    return Converted(earned, rule.version)
