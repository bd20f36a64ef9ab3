"""Compares the learning hours (JP) of one year with what the law asks for and grants."""

from dataclasses import dataclass
from datetime import date

from asn_kernel.codes import Employment
from asn_kernel.decision import Decision
from asn_kernel.reason import Reason, Sentence, reason
from asn_kernel.rule import Rule
from employee_service.policies.regulations import LearningHoursRule

POLICY = "learning-hours"

SENTENCES = {
    "MINIMUM_REACHED": Sentence(
        "{hours} JP pada tahun {year} memenuhi kewajiban {minimum} JP.",
        "{hours} JP in {year} fulfil the duty of {minimum} JP.",
    ),
    "MINIMUM_SHORT": Sentence(
        "{hours} JP pada tahun {year}, kewajiban {minimum} JP: kurang {missing} JP.",
        "{hours} JP in {year}, the duty is {minimum} JP: {missing} JP are missing.",
    ),
    "WITHIN_CEILING": Sentence(
        "{hours} JP pada tahun {year}, paling banyak {maximum} JP: masih dapat {left} JP.",
        "{hours} JP in {year}, at most {maximum} JP are granted: {left} JP are left.",
    ),
    "CEILING_REACHED": Sentence(
        "{hours} JP pada tahun {year} mencapai batas {maximum} JP.",
        "{hours} JP in {year} reach the ceiling of {maximum} JP.",
    ),
    "NO_BOUNDS": Sentence(
        "Untuk {employment} belum ada ketentuan JP pada tahun {year}.",
        "There is no rule on JP for a {employment} in {year} yet.",
    ),
}


@dataclass(frozen=True)
class LearningFacts:
    """JP that one person received in a calendar year."""

    employment: Employment
    year: int
    hours: int


@dataclass(frozen=True)
class LearningYear:
    """The bounds that apply, and the JP that are still a duty; None where there is no such bound."""

    minimum: int | None
    maximum: int | None
    missing: int | None


def day_of(year: int) -> date:
    """Return the day whose rule judges the year: its last.

    The contract year of a PPPK is taken as the calendar year: the contract's day is not kept here.
    """
    return date(year, 12, 31)


def decide(facts: LearningFacts, rule: Rule[LearningHoursRule]) -> Decision[LearningFacts, LearningYear]:
    """Tell the bounds of the year, and what is missing of the minimum."""
    bounds = rule.values.of(facts.employment)
    if bounds is None:
        nothing = reason(SENTENCES, "NO_BOUNDS", employment=facts.employment, year=facts.year)
        return Decision.by(rule, POLICY, inputs=facts, outcome=LearningYear(None, None, None), reasons=[nothing])
    missing = None if bounds.minimum is None else max(0, bounds.minimum - facts.hours)
    reasons = [*_about_minimum(facts, bounds.minimum), *_about_maximum(facts, bounds.maximum)]
    outcome = LearningYear(bounds.minimum, bounds.maximum, missing)
    return Decision.by(rule, POLICY, inputs=facts, outcome=outcome, reasons=reasons)


def _about_minimum(facts: LearningFacts, minimum: int | None) -> list[Reason]:
    if minimum is None:
        return []
    said = {"hours": facts.hours, "year": facts.year, "minimum": minimum}
    if facts.hours < minimum:
        return [reason(SENTENCES, "MINIMUM_SHORT", missing=minimum - facts.hours, **said)]
    return [reason(SENTENCES, "MINIMUM_REACHED", **said)]


def _about_maximum(facts: LearningFacts, maximum: int | None) -> list[Reason]:
    if maximum is None:
        return []
    said = {"hours": facts.hours, "year": facts.year, "maximum": maximum}
    if facts.hours < maximum:
        return [reason(SENTENCES, "WITHIN_CEILING", left=maximum - facts.hours, **said)]
    return [reason(SENTENCES, "CEILING_REACHED", **said)]
