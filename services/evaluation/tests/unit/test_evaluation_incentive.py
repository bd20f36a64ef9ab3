"""Incentives follow predicate, discipline, learning hours and the index of the unit."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asn_kernel.codes import Discipline, Employment, IncentiveKind, Mutu, Predicate
from asn_kernel.period import Period
from evaluation_service.domain.incentive import (
    Incentive,
    IncentiveFacts,
    IncentiveOutcome,
    IndexBasis,
    PeriodIndex,
    Satisfaction,
)
from evaluation_service.policies.confidentiality import shareable
from evaluation_service.policies.incentive import decide
from evaluation_service.policies.satisfaction import choose

AT = datetime(2026, 7, 1, tzinfo=UTC)
S1 = Period.parse("2026-S1")


def an_index(code: str, ikm: str, *, respondents: int = 100, adequate: bool | None = True) -> PeriodIndex:
    value = Decimal(ikm)
    grades = ((Mutu.A, "88.31"), (Mutu.B, "76.61"), (Mutu.C, "65"), (Mutu.D, "0"))
    mutu = next(mutu for mutu, bound in grades if value >= Decimal(bound))
    return PeriodIndex(Period.parse(code), respondents, value, mutu, adequate, 1)


def served(ikm: str, *, adequate: bool | None = True) -> Satisfaction:
    index = an_index("2026-S1", ikm, adequate=adequate)
    return Satisfaction(IndexBasis.OWN_PERIOD, (index,), index.ikm, index.mutu, adequate)


GOOD, WEAK, BAD = served("90.00"), served("70.00"), served("60.00")
PENDING, ABSENT = Satisfaction(IndexBasis.PENDING), Satisfaction(IndexBasis.ABSENT)
BACK_OFFICE = Satisfaction(IndexBasis.NOT_APPLICABLE)
FACTS = IncentiveFacts(
    period=S1,
    predicate=Predicate.SANGAT_BAIK,
    discipline=Discipline.CLEAR,
    employment=Employment.PNS,
    year=2026,
    learning_hours=20,
    required_hours=20,
    hours_rule="learning-hours-2018.1",
    serves_public=True,
    satisfaction=GOOD,
)
PPPK = {"employment": Employment.PPPK, "required_hours": None}

REWARD, RECOGNITION, NONE = IncentiveKind.REWARD_NOMINATION, IncentiveKind.RECOGNITION, IncentiveKind.NONE
RECOMMENDED, DEFERRED, WITHHELD = IncentiveOutcome


@pytest.fixture(scope="module")
def rule(rules: Any) -> Any:
    return rules.incentive.in_force(S1.end)


@pytest.mark.parametrize(
    ("change", "outcome", "kind", "code"),
    [
        ({}, RECOMMENDED, REWARD, "HOURS_MET"),
        ({"predicate": Predicate.BAIK}, RECOMMENDED, RECOGNITION, "PREDICATE_QUALIFIES"),
        ({"predicate": Predicate.BUTUH_PERBAIKAN}, WITHHELD, NONE, "PREDICATE_TOO_LOW"),
        ({"predicate": Predicate.KURANG}, WITHHELD, NONE, "PREDICATE_TOO_LOW"),
        ({"predicate": Predicate.SANGAT_KURANG}, WITHHELD, NONE, "INDEX_NOT_CONSIDERED"),
        ({"discipline": Discipline.CLEAR}, RECOMMENDED, REWARD, "DISCIPLINE_CLEAR"),
        ({"discipline": Discipline.RINGAN}, RECOMMENDED, RECOGNITION, "DISCIPLINE_LOWERS"),
        ({"discipline": Discipline.SEDANG}, WITHHELD, NONE, "DISCIPLINE_BLOCKS"),
        ({"discipline": Discipline.BERAT}, WITHHELD, NONE, "DISCIPLINE_BLOCKS"),
        ({"learning_hours": 19}, DEFERRED, REWARD, "HOURS_MISSING"),
        ({"learning_hours": 20}, RECOMMENDED, REWARD, "HOURS_MET"),
        ({"learning_hours": 21}, RECOMMENDED, REWARD, "HOURS_MET"),
        ({"learning_hours": 0, **PPPK}, RECOMMENDED, REWARD, "HOURS_NOT_REQUIRED"),
        ({"learning_hours": 0, "discipline": Discipline.BERAT}, WITHHELD, NONE, "HOURS_SHORT"),
        ({"satisfaction": PENDING}, DEFERRED, REWARD, "INDEX_PENDING"),
        ({"satisfaction": PENDING, "learning_hours": 0}, DEFERRED, REWARD, "HOURS_MISSING"),
        ({"satisfaction": PENDING, "discipline": Discipline.BERAT}, WITHHELD, NONE, "INDEX_NOT_PUBLISHED"),
        ({"satisfaction": ABSENT}, RECOMMENDED, REWARD, "INDEX_ABSENT"),
        ({"satisfaction": BACK_OFFICE}, RECOMMENDED, REWARD, "INDEX_NOT_APPLICABLE"),
        ({"satisfaction": served("65.00")}, RECOMMENDED, REWARD, "INDEX_SUPPORTS"),
        ({"satisfaction": served("64.99")}, WITHHELD, NONE, "INDEX_TOO_LOW"),
        ({"satisfaction": served("76.61"), "predicate": Predicate.BAIK}, RECOMMENDED, RECOGNITION, "INDEX_SUPPORTS"),
        ({"satisfaction": served("76.60"), "predicate": Predicate.BAIK}, WITHHELD, NONE, "INDEX_TOO_LOW"),
        ({"satisfaction": served("60", adequate=False)}, RECOMMENDED, REWARD, "INDEX_SAMPLE_NOT_ADEQUATE"),
        ({"satisfaction": served("60", adequate=None)}, RECOMMENDED, REWARD, "INDEX_SAMPLE_NOT_ADEQUATE"),
    ],
)
def test_an_incentive_follows_its_facts(
    rule: Any, change: dict[str, Any], outcome: IncentiveOutcome, kind: IncentiveKind, code: str
) -> None:
    decision = decide(replace(FACTS, **change), rule)

    assert (decision.outcome.outcome, decision.outcome.kind) == (outcome, kind)
    assert code in [reason.code for reason in decision.reasons]


ANY_FACTS = st.builds(
    IncentiveFacts,
    period=st.just(S1),
    predicate=st.sampled_from(Predicate),
    discipline=st.sampled_from(Discipline),
    employment=st.sampled_from(Employment),
    year=st.just(2026),
    learning_hours=st.integers(0, 500),
    required_hours=st.none() | st.just(20),
    hours_rule=st.just("learning-hours-2018.1"),
    serves_public=st.booleans(),
    satisfaction=st.sampled_from([GOOD, WEAK, BAD, PENDING, ABSENT, BACK_OFFICE, served("60", adequate=False)]),
)
FIXTURES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@FIXTURES
@given(facts=ANY_FACTS)
def test_every_criterion_gives_its_reason_and_a_final_answer_promises_nothing(rule: Any, facts: IncentiveFacts) -> None:
    decision = decide(facts, rule)

    assert len(decision.reasons) == 4
    assert decision.recomputed(lambda same: decide(same, rule))
    promises = [why for why in decision.reasons if "dipertimbangkan lagi" in why.text_id or "again" in why.text_en]
    assert bool(promises) == (decision.outcome.outcome is DEFERRED)


@FIXTURES
@given(facts=ANY_FACTS)
def test_learning_hours_alone_turn_deferred_into_recommended_unless_the_index_is_awaited(
    rule: Any, facts: IncentiveFacts
) -> None:
    before = decide(facts, rule).outcome.outcome
    after = decide(replace(facts, learning_hours=facts.learning_hours + 20), rule).outcome.outcome

    awaited = facts.satisfaction is PENDING
    assert after is (RECOMMENDED if before is DEFERRED and not awaited else before)


@FIXTURES
@given(facts=ANY_FACTS)
def test_what_is_shared_is_the_same_whatever_discipline_says_beside_the_award(rule: Any, facts: IncentiveFacts) -> None:
    shared = shareable(decide(facts, rule))

    assert "discipline" not in shared.inputs
    assert shared.reasons[1].code == "CONFIDENTIAL_CONDITION"
    clear = shareable(decide(replace(facts, discipline=Discipline.CLEAR), rule))
    if shared.outcome == clear.outcome:
        assert shared == clear


OWN, YEAR = an_index("2026-S1", "90"), an_index("2026", "80")
Q1, Q2 = an_index("2026-Q1", "80", respondents=30), an_index("2026-Q2", "70", respondents=10)
M1 = an_index("2026-M01", "25")
OTHERS = [an_index("2025-S1", "30"), an_index("2026-S2", "30"), an_index("2026-Q3", "30"), an_index("2025", "30")]


@pytest.mark.parametrize(
    ("indices", "expected", "may_open", "basis", "ikm"),
    [
        ([OWN, YEAR, Q1], False, False, IndexBasis.OWN_PERIOD, "90"),
        ([OWN], True, False, IndexBasis.OWN_PERIOD, "90"),
        ([YEAR, Q1], True, False, IndexBasis.PENDING, None),
        ([YEAR, Q1], False, True, IndexBasis.CONTAINING_PERIOD, "80"),
        ([Q1, Q2], False, True, IndexBasis.PERIODS_INSIDE, "77.50"),
        ([Q1, Q2, M1], False, False, IndexBasis.PERIODS_INSIDE, "77.50"),
        ([Q2, M1], False, False, IndexBasis.PERIODS_INSIDE, "29.09"),
        ([], False, True, IndexBasis.PENDING, None),
        ([], False, False, IndexBasis.ABSENT, None),
        (OTHERS, False, False, IndexBasis.ABSENT, None),
    ],
)
def test_the_index_of_the_period_else_of_one_around_it_else_of_those_inside(  # noqa: PLR0917
    rules: Any,
    indices: list[PeriodIndex],
    expected: bool,  # noqa: FBT001
    may_open: bool,  # noqa: FBT001
    basis: IndexBasis,
    ikm: str | None,
) -> None:
    rule = rules.mutu.in_force(S1.end)
    for order in list(permutations(indices))[:24]:
        found = choose(S1, order, expected=expected, may_open=may_open, rule=rule)

        assert (found.basis, found.ikm) == (basis, None if ikm is None else Decimal(ikm))


def test_of_the_periods_around_the_shortest_counts(rules: Any) -> None:
    found = choose(
        Period.parse("2026-M02"),
        [YEAR, an_index("2026-Q1", "70"), OWN],
        expected=False,
        may_open=False,
        rule=rules.mutu.in_force(S1.end),
    )

    assert [str(index.period) for index in found.indices] == ["2026-Q1"]


def test_a_pool_is_graded_by_the_law_and_adequate_only_whole(rules: Any) -> None:
    weak = replace(Q2, sample_adequate=False)

    pooled = choose(S1, [Q1, weak], expected=False, may_open=False, rule=rules.mutu.in_force(S1.end))

    assert (pooled.mutu, pooled.sample_adequate, pooled.mutu_rule) == (Mutu.B, False, "mutu-2017.1")


@pytest.mark.parametrize(
    ("day", "employment", "hours"),
    [
        (date(2017, 12, 31), Employment.PNS, 20),
        (date(2018, 11, 27), Employment.PPPK, None),
        (date(2026, 6, 30), Employment.PNS, 20),
        (date(2026, 6, 30), Employment.PPPK, None),
    ],
)
def test_the_least_hours_are_those_of_the_law(rules: Any, day: date, employment: Employment, hours: int | None) -> None:
    assert rules.learning_hours.in_force(day).values.least(employment) == hours


def test_an_incentive_keeps_its_history_and_adds_only_what_differs(rule: Any) -> None:
    incentive = Incentive(UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4), S1, AT, "a-correlation", DEFERRED)

    first = incentive.decide(decide(replace(FACTS, learning_hours=0), rule), at=AT)
    same = incentive.decide(decide(replace(FACTS, learning_hours=19), rule), at=AT)
    waits_for_more = incentive.decide(decide(replace(FACTS, satisfaction=PENDING, learning_hours=19), rule), at=AT)
    enough = incentive.decide(decide(FACTS, rule), at=AT)

    assert (first is None, same, waits_for_more is None, enough) == (False, None, False, incentive.latest)
    assert [version.award.outcome for version in incentive.versions] == [DEFERRED, DEFERRED, RECOMMENDED]
    assert (incentive.version, incentive.outcome) == (3, RECOMMENDED)
