"""Learning hours (JP) of one year beside what the law asks for or allows."""

from dataclasses import dataclass
from enum import StrEnum

from asn_kernel.codes import Employment
from asn_kernel.decision import Decision
from asn_kernel.reason import Reason, Sentence, reason
from asn_kernel.rule import Rule
from training_service.policies.regulations import LearningHours

SENTENCES = {
    "MINIMUM_MET": Sentence(
        "{hours} JP pada tahun {year}: sudah mencapai paling sedikit {bound} JP.",
        "{hours} JP in {year}: at least {bound} JP are reached.",
    ),
    "MINIMUM_MISSED": Sentence(
        "{hours} JP pada tahun {year}: belum mencapai paling sedikit {bound} JP.",
        "{hours} JP in {year}: less than the {bound} JP that are due.",
    ),
    "WITHIN_MAXIMUM": Sentence(
        "{hours} JP pada tahun {year}: tidak melampaui paling banyak {bound} JP.",
        "{hours} JP in {year}: no more than the {bound} JP that are allowed.",
    ),
    "ABOVE_MAXIMUM": Sentence(
        "{hours} JP pada tahun {year}: melampaui paling banyak {bound} JP.",
        "{hours} JP in {year}: more than the {bound} JP that are allowed.",
    ),
    "NO_BOUND": Sentence(
        "{hours} JP pada tahun {year}; tidak ada ketentuan bagi jenis kepegawaian ini.",
        "{hours} JP in {year}; nothing is laid down for this kind of employment.",
    ),
}


class Bound(StrEnum):
    """Whether the entitlement is a floor, a ceiling, or not known for this kind of employment."""

    MINIMUM = "MINIMUM"
    MAXIMUM = "MAXIMUM"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class YearFacts:
    """JP earned in a calendar year; `employment` None where training does not know the word."""

    employment: Employment | None
    year: int
    hours: int


@dataclass(frozen=True)
class Standing:
    """Hours of the year beside the entitlement; `required` is set for a floor, `allowed` for a ceiling."""

    bound: Bound
    required: int | None
    allowed: int | None
    met: bool


def decide(facts: YearFacts, rule: Rule[LearningHours]) -> Decision[YearFacts, Standing]:
    """Compare the JP of the year with the bounds; who has none has none to miss."""
    standing = _standing(facts, rule.values)
    return Decision.by(rule, "learning-hours", inputs=facts, outcome=standing, reasons=(_reason(facts, standing),))


def _standing(facts: YearFacts, law: LearningHours) -> Standing:
    bounds = law.bounds(facts.employment)
    if bounds is not None and bounds.minimum is not None:
        return Standing(Bound.MINIMUM, bounds.minimum, None, facts.hours >= bounds.minimum)
    if bounds is not None and bounds.maximum is not None:
        return Standing(Bound.MAXIMUM, None, bounds.maximum, facts.hours <= bounds.maximum)
    return Standing(Bound.UNKNOWN, None, None, met=True)


def _reason(facts: YearFacts, standing: Standing) -> Reason:
    codes = {
        Bound.MINIMUM: ("MINIMUM_MISSED", "MINIMUM_MET"),
        Bound.MAXIMUM: ("ABOVE_MAXIMUM", "WITHIN_MAXIMUM"),
        Bound.UNKNOWN: ("NO_BOUND", "NO_BOUND"),
    }
    code = codes[standing.bound][standing.met]
    bound = standing.required if standing.required is not None else standing.allowed
    return reason(SENTENCES, code, hours=facts.hours, year=facts.year, bound=bound)
