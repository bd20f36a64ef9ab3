"""The index of a unit: every respondent of its surveys counts once, whatever the survey."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_chassis.regulations import load
from asn_chassis.values import typed
from asn_kernel.codes import Mutu
from asn_kernel.decision import plain
from asn_kernel.rounding import half_up
from feedback_service.domain.assessment import ElementAnswers, SurveyAnswers, UnitIndexFacts
from feedback_service.domain.satisfaction_index import UnitIndexDecision
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.unit_index import decide

REGULATIONS = load(Path(__file__).parents[4] / "contracts", Regulations)
RULES = IndexRules.in_force(REGULATIONS, date(2026, 6, 30))
COUNTS = st.tuples(*[st.integers(0, 500)] * 4).filter(any)
Counts = tuple[int, int, int, int]


def a_survey(number: int, *, adequate: bool | None = True, **counts: Counts) -> SurveyAnswers:
    elements = tuple(ElementAnswers(code, code.title(), code.title(), each) for code, each in counts.items())
    return SurveyAnswers(
        survey_id=UUID(int=number),
        elements=elements,
        respondents=max(element.answers for element in elements),
        sample_adequate=adequate,
    )


def decided(*surveys: SurveyAnswers) -> UnitIndexDecision:
    return decide(UnitIndexFacts(surveys=surveys), RULES)


def test_surveys_weigh_by_their_respondents() -> None:
    # Ten who say 1 and ninety who say 4 are 3.7, not the 2.5 between the two surveys.
    decision = decided(a_survey(1, WAKTU=(10, 0, 0, 0)), a_survey(2, WAKTU=(0, 0, 0, 90)))

    assert (decision.outcome.ikm, decision.outcome.mutu) == (Decimal("92.50"), Mutu.A)
    assert decision.outcome.respondents == 100


def test_one_survey_is_the_unit() -> None:
    assert decided(a_survey(1, WAKTU=(0, 0, 10, 0))).outcome.ikm == Decimal("75.00")


def test_elements_that_only_one_survey_asked_count_with_its_answers() -> None:
    decision = decided(
        a_survey(1, WAKTU=(0, 0, 0, 5), KEAMANAN=(5, 0, 0, 0)),
        a_survey(2, PERSYARATAN=(0, 5, 0, 0), WAKTU=(0, 0, 0, 5)),
    )

    # The regulation's order first, then the units' own.
    results = [(result.element, result.nrr) for result in decision.outcome.elements]
    assert results == [("PERSYARATAN", 2), ("WAKTU", 4), ("KEAMANAN", 1)]
    assert decision.outcome.ikm == half_up(Fraction(7, 3) * 25, 2)


@pytest.mark.parametrize(
    ("samples", "adequate"),
    [((True, True), True), ((True, False), False), ((True, None), False), ((None, None), False)],
)
def test_it_is_adequate_only_if_every_survey_is(samples: Sequence[bool | None], *, adequate: bool) -> None:
    surveys = [a_survey(number, adequate=each, WAKTU=(0, 0, 5, 0)) for number, each in enumerate(samples)]

    decision = decided(*surveys)

    assert decision.outcome.sample_adequate is adequate
    assert decision.reasons[-1].code == ("SAMPLES_ADEQUATE" if adequate else "SAMPLES_NOT_ADEQUATE")


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_it_is_what_one_survey_of_all_would_have_given(counts: list[Counts]) -> None:
    one, two, three, four = (sum(column) for column in zip(*counts, strict=True))

    parts = decided(*(a_survey(number, WAKTU=each) for number, each in enumerate(counts)))
    together = decided(a_survey(1, WAKTU=(one, two, three, four)))

    assert parts.outcome == together.outcome


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_a_kept_decision_can_be_decided_again(counts: list[Counts]) -> None:
    decision = decided(*(a_survey(number, WAKTU=each) for number, each in enumerate(counts)))

    kept = typed(plain(decision), UnitIndexDecision)

    assert kept == decision
    assert kept.recomputed(lambda facts: decide(facts, IndexRules.named(REGULATIONS, kept.rule_version)))
