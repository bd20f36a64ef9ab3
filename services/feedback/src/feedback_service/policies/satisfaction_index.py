"""Turns the sums of a survey's answers into its satisfaction index (PermenPANRB 14/2017)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from feedback_service.domain.assessment import Assessment, ElementScore, Tally, WeightMode
from feedback_service.domain.unsur import Unsur
from feedback_service.policies.dated_rules import in_force
from feedback_service.policies.mutu import MUTU_RULES, MutuRule
from feedback_service.policies.rounding import half_up
from feedback_service.policies.sample_size import SAMPLE_RULES, SampleRule
from feedback_service.policies.weight import WeightRule, weight_rule

# From the answers' scale (1 to 4) to the published one (25 to 100).
CONVERSION = 25


@dataclass(frozen=True, slots=True)
class IndexRules:
    """The rows that one assessment uses."""

    weight: WeightRule
    mutu: MutuRule
    sample: SampleRule

    @property
    def version(self) -> str:
        """The versions of the rows, as a decision keeps them."""
        return "+".join(rule.version for rule in (self.weight, self.mutu, self.sample))


def rules_on(day: date, *, mode: WeightMode = WeightMode.EXACT) -> IndexRules:
    """Return the rules in force on a day; raises NoRuleInForce before 2017."""
    return IndexRules(weight_rule(mode, on=day), in_force(MUTU_RULES, on=day), in_force(SAMPLE_RULES, on=day))


def assess(tally: Tally, *, population: int | None, rules: IndexRules) -> Assessment | None:
    """Compute index, grade, elements and sample from the sums; None when nobody answered.

    Fractions stay exact and are rounded once, at the end.
    """
    if tally.respondents == 0:
        return None
    means = {unsur: Fraction(tally.sums[unsur], tally.counts[unsur]) for unsur in Unsur}
    ikm = half_up(sum(means.values(), Fraction()) * rules.weight.weight * CONVERSION, 2)
    return Assessment(
        tally=tally,
        ikm=ikm,
        mutu=rules.mutu.grade(ikm),
        elements=_elements(means, rules.mutu),
        sample=rules.sample.judge(tally.respondents, population),
        weight_mode=rules.weight.mode,
        rule_version=rules.version,
    )


def _elements(means: Mapping[Unsur, Fraction], mutu: MutuRule) -> tuple[ElementScore, ...]:
    """Grade every element, in the regulation's order."""
    # The sort is stable: elements with the same mean keep the regulation's order.
    ranks = {unsur: rank for rank, unsur in enumerate(sorted(means, key=means.__getitem__), start=1)}
    values = {unsur: half_up(mean * CONVERSION, 2) for unsur, mean in means.items()}
    return tuple(
        ElementScore(unsur, half_up(mean, 4), values[unsur], mutu.grade(values[unsur]), ranks[unsur])
        for unsur, mean in means.items()
    )
