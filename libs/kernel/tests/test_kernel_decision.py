"""Reasons and decisions: labels for people, canonical bytes for whoever recomputes."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kernel.business_day import business_day, start_of
from asn_kernel.decision import Decision, Step, plain
from asn_kernel.period import Period
from asn_kernel.reason import Labelled, Rupiah, Sentence, reason
from asn_kernel.rounding import half_up
from asn_kernel.rule import Confidence, Rule, Source

SENTENCES = {
    "FITS": Sentence(
        "{competency} {value} pada {day}, {price}.",
        "{competency} {value} on {day}, {price}.",
    )
}
RULE = Rule(
    subject="doubling",
    version="doubling-2026.1",
    valid_from=date(2026, 1, 1),
    valid_to=None,
    source=Source("design"),
    confidence=Confidence.L,
    values=2,
)


@dataclass(frozen=True)
class Facts:
    value: Decimal
    period: Period
    who: UUID


def doubled(facts: Facts):
    outcome = facts.value * RULE.values
    return Decision.by(RULE, "doubling", inputs=facts, outcome=outcome, reasons=(), steps=[Step("factor", RULE.values)])


FACTS = Facts(Decimal("76.610"), Period.parse("2026-S1"), UUID(int=7))


def test_people_read_labels_and_programs_codes():
    said = reason(
        SENTENCES,
        "FITS",
        competency=Labelled("KERJA_SAMA", "Kerja sama", "Teamwork"),
        value=Decimal("76.61"),
        day=date(2026, 1, 31),
        price=Rupiah(1_500_000),
    )

    assert said.text_id == "Kerja sama 76,61 pada 31-01-2026, Rp1.500.000."
    assert said.text_en == "Teamwork 76.61 on 2026-01-31, Rp1.500.000."
    assert said.values == {
        "competency": "KERJA_SAMA",
        "value": "76.61",
        "day": "2026-01-31",
        "price": 1_500_000,
    }


def test_a_value_that_the_sentence_needs_cannot_be_forgotten():
    with pytest.raises(KeyError):
        reason(SENTENCES, "FITS", value=1)


def test_recomputing_a_decision_is_comparing_its_bytes():
    decision = doubled(FACTS)

    assert decision.recomputed(doubled)
    assert not replace(decision, outcome=Decimal("153.23")).recomputed(doubled)
    assert not replace(decision, rule_version="doubling-2025.1").recomputed(doubled)


def test_the_canonical_bytes_are_fixed():
    assert doubled(FACTS).canonical() == (
        b'{"inputs":{"period":"2026-S1","value":"76.610","who":"00000000-0000-0000-0000-000000000007"},'
        b'"outcome":"153.220","policy":"doubling","reasons":[],"rule_version":"doubling-2026.1",'
        b'"steps":[{"name":"factor","value":2}]}'
    )


def test_the_order_of_a_mapping_or_a_set_does_not_show():
    assert plain({"b": 1, "a": {3, 1, 2}})["a"] == [1, 2, 3]
    with pytest.raises(TypeError, match="float"):
        plain(0.1)


@given(st.fractions(), st.integers(0, 6))
def test_half_up_is_the_nearest_number_of_so_many_places(value, places):
    rounded = half_up(value, places)

    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**places)
    assert half_up(-value, places) == rounded.copy_negate()
    assert rounded.as_tuple().exponent == -places


@pytest.mark.parametrize(("value", "rounded"), [("76.605", "76.61"), ("76.604", "76.60"), ("-0.005", "-0.01")])
def test_halves_go_away_from_zero(value, rounded):
    assert half_up(Decimal(value), 2) == Decimal(rounded)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_business_day_begins_at_midnight_in_sibolga(at, day):
    assert business_day(at) == day
    assert business_day(start_of(day)) == day
    with pytest.raises(ValueError, match="zone"):
        business_day(at.replace(tzinfo=None))
