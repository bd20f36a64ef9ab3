"""Incentives follow predicate, discipline, learning hours and the index of the unit."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation_service.domain.incentive import Incentive, IncentiveKind, Outcome
from evaluation_service.domain.scales import Discipline, Employment, Mutu, Predicate
from evaluation_service.policies.incentive import IncentiveFacts, UnitIndex, decide
from evaluation_service.policies.incentive_rules import rules_on

AT = datetime(2026, 7, 1, tzinfo=UTC)
RULES = rules_on(AT.date())
GOOD = UnitIndex("a-survey", Decimal("90.00"), Mutu.A, sample_adequate=True)
WEAK = replace(GOOD, ikm=Decimal("70.00"), mutu=Mutu.C)
BAD = replace(GOOD, ikm=Decimal("60.00"), mutu=Mutu.D)
FACTS = IncentiveFacts(Predicate.SANGAT_BAIK, Discipline.CLEAR, Employment.PNS, 2026, 20, GOOD)

REWARD, RECOGNITION, NONE = IncentiveKind
RECOMMENDED, DEFERRED, WITHHELD = Outcome


@pytest.mark.parametrize(
    ("change", "outcome", "kind", "code"),
    [
        ({}, RECOMMENDED, REWARD, "HOURS_MET"),
        ({"predicate": Predicate.BAIK}, RECOMMENDED, RECOGNITION, "PREDICATE_QUALIFIES"),
        ({"predicate": Predicate.BUTUH_PERBAIKAN}, WITHHELD, NONE, "PREDICATE_TOO_LOW"),
        ({"predicate": Predicate.KURANG}, WITHHELD, NONE, "PREDICATE_TOO_LOW"),
        ({"predicate": Predicate.SANGAT_KURANG}, WITHHELD, NONE, "INDEX_NOT_CONSIDERED"),
        ({"discipline": Discipline.RINGAN}, RECOMMENDED, RECOGNITION, "DISCIPLINE_LOWERS"),
        ({"discipline": Discipline.SEDANG}, WITHHELD, NONE, "DISCIPLINE_BLOCKS"),
        ({"discipline": Discipline.BERAT}, WITHHELD, NONE, "DISCIPLINE_BLOCKS"),
        ({"learning_hours": 19}, DEFERRED, REWARD, "HOURS_MISSING"),
        ({"learning_hours": 0, "employment": Employment.PPPK}, RECOMMENDED, REWARD, "HOURS_NOT_REQUIRED"),
        ({"learning_hours": 0, "discipline": Discipline.BERAT}, WITHHELD, NONE, "HOURS_MISSING"),
        ({"unit_index": None}, RECOMMENDED, REWARD, "INDEX_ABSENT"),
        ({"unit_index": WEAK}, RECOMMENDED, REWARD, "INDEX_SUPPORTS"),
        ({"unit_index": BAD}, WITHHELD, NONE, "INDEX_TOO_LOW"),
        ({"unit_index": WEAK, "predicate": Predicate.BAIK}, WITHHELD, NONE, "INDEX_TOO_LOW"),
        (
            {"unit_index": replace(BAD, sample_adequate=False)},
            RECOMMENDED,
            REWARD,
            "INDEX_SAMPLE_NOT_ADEQUATE",
        ),
        (
            {"unit_index": replace(BAD, sample_adequate=None)},
            RECOMMENDED,
            REWARD,
            "INDEX_SAMPLE_NOT_ADEQUATE",
        ),
    ],
)
def test_an_incentive_follows_its_facts(
    change: dict[str, object], outcome: Outcome, kind: IncentiveKind, code: str
) -> None:
    finding = decide(replace(FACTS, **change), rules=RULES)

    assert (finding.outcome, finding.kind) == (outcome, kind)
    assert code in [reason.code for reason in finding.reasons]


ANY_FACTS = st.builds(
    IncentiveFacts,
    predicate=st.sampled_from(Predicate),
    discipline=st.sampled_from(Discipline),
    employment=st.sampled_from(Employment),
    year=st.integers(1990, 2100),
    learning_hours=st.integers(0, 500),
    unit_index=st.none() | st.sampled_from([GOOD, WEAK, BAD, replace(BAD, sample_adequate=False)]),
)


@given(facts=ANY_FACTS)
def test_every_decision_gives_one_reason_per_criterion_in_both_languages(facts: IncentiveFacts) -> None:
    finding = decide(facts, rules=RULES)

    assert len(finding.reasons) == 4
    assert all(reason.text_id and reason.text_en for reason in finding.reasons)
    assert finding.inputs["learning_hours"] == facts.learning_hours


@given(facts=ANY_FACTS)
def test_learning_hours_alone_turn_deferred_into_recommended(facts: IncentiveFacts) -> None:
    before = decide(facts, rules=RULES)
    after = decide(replace(facts, learning_hours=facts.learning_hours + 20), rules=RULES)

    assert after.outcome is (RECOMMENDED if before.outcome is DEFERRED else before.outcome)


def test_a_deferred_incentive_is_reconsidered_once_and_keeps_its_history() -> None:
    incentive = an_incentive()
    incentive.decide(decide(replace(FACTS, learning_hours=0), rules=RULES), at=AT)

    still_short = incentive.reconsider(decide(replace(FACTS, learning_hours=19), rules=RULES), at=AT)
    enough = incentive.reconsider(decide(FACTS, rules=RULES), at=AT)
    again = incentive.reconsider(decide(FACTS, rules=RULES), at=AT)

    assert (still_short, again) == (None, None)
    assert enough is incentive.latest
    assert [decision.outcome for decision in incentive.decisions] == [DEFERRED, RECOMMENDED]
    assert (incentive.version, incentive.outcome) == (2, RECOMMENDED)


def an_incentive() -> Incentive:
    unit_id, correlation_id = UUID(int=4), "a-correlation"
    return Incentive(UUID(int=1), UUID(int=2), UUID(int=3), unit_id, "2026-S1", AT, correlation_id, DEFERRED)
