"""Learning hours: a floor for a PNS, a ceiling for a PPPK, by the law of that year."""

from datetime import date
from pathlib import Path

import pytest

from asn_chassis.regulations import load
from asn_chassis.values import typed
from asn_kernel.codes import Employment
from asn_kernel.decision import Decision, plain
from asn_kernel.rule import NoRuleInForce
from training_service.policies.learning_hours import Bound, Standing, YearFacts, decide
from training_service.policies.regulations import Regulations

RULES = load(Path(__file__).parents[4] / "contracts", Regulations).learning_hours
PNS, PPPK = Employment.PNS, Employment.PPPK


@pytest.mark.parametrize(
    ("employment", "hours", "expected", "code"),
    [
        (PNS, 0, (Bound.MINIMUM, 20, None, False), "MINIMUM_MISSED"),
        (PNS, 19, (Bound.MINIMUM, 20, None, False), "MINIMUM_MISSED"),
        (PNS, 20, (Bound.MINIMUM, 20, None, True), "MINIMUM_MET"),
        (PNS, 21, (Bound.MINIMUM, 20, None, True), "MINIMUM_MET"),
        (PPPK, 0, (Bound.MAXIMUM, None, 24, True), "WITHIN_MAXIMUM"),
        (PPPK, 24, (Bound.MAXIMUM, None, 24, True), "WITHIN_MAXIMUM"),
        (PPPK, 25, (Bound.MAXIMUM, None, 24, False), "ABOVE_MAXIMUM"),
        (None, 0, (Bound.UNKNOWN, None, None, True), "NO_BOUND"),
    ],
)
def test_the_entitlement_is_a_floor_for_pns_and_a_ceiling_for_pppk(
    employment: Employment | None, hours: int, expected: tuple[Bound, int | None, int | None, bool], code: str
) -> None:
    rule = RULES.in_force(date(2026, 12, 31))

    decision = decide(YearFacts(employment, 2026, hours), rule)

    assert decision.outcome == Standing(*expected)
    assert [reason.code for reason in decision.reasons] == [code]
    read_back = typed(plain(decision), Decision[YearFacts, Standing])
    assert read_back.recomputed(lambda facts: decide(facts, rule))


def test_before_2018_the_law_knew_no_pppk_and_before_2017_no_hours() -> None:
    rule = RULES.in_force(date(2017, 12, 31))

    assert decide(YearFacts(PPPK, 2017, 99), rule).outcome.bound is Bound.UNKNOWN
    assert decide(YearFacts(PNS, 2017, 19), rule).outcome.required == 20
    with pytest.raises(NoRuleInForce):
        RULES.in_force(date(2016, 12, 31))
