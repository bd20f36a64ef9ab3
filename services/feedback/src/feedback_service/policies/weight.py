"""The weight of an element in the index."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from feedback_service.domain.assessment import WeightMode
from feedback_service.domain.unsur import Unsur
from feedback_service.policies.dated_rules import Confidence, Rule, in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRule(Rule):
    """The weight of each element under a mode."""

    mode: WeightMode
    weight: Fraction


WEIGHT_RULES = (
    WeightRule(
        version="weight-exact-2017.1",
        valid_from=date(2017, 1, 1),
        source="PermenPANRB 14/2017, lampiran: 1 / number of elements; all answers 4 give 100,00",
        confidence=Confidence.HIGH,
        mode=WeightMode.EXACT,
        weight=Fraction(1, len(Unsur)),
    ),
    WeightRule(
        version="weight-0.111-2017.1",
        valid_from=date(2017, 1, 1),
        source="Printed as 0,111 in most report forms; all answers 4 give 99,90",
        confidence=Confidence.HIGH,
        mode=WeightMode.PRINTED_0_111,
        weight=Fraction(111, 1000),
    ),
    WeightRule(
        version="weight-0.11-2017.1",
        valid_from=date(2017, 1, 1),
        source="Printed as 0,11 in some report forms; all answers 4 give 99,00",
        confidence=Confidence.HIGH,
        mode=WeightMode.PRINTED_0_11,
        weight=Fraction(11, 100),
    ),
)


def weight_rule(mode: WeightMode, *, on: date) -> WeightRule:
    """Return the row of this mode in force on the day; raises NoRuleInForce."""
    return in_force([row for row in WEIGHT_RULES if row.mode is mode], on=on)
