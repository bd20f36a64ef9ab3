"""The satisfaction index: formula, rounding, grades, ranks, reasons."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_chassis.regulations import load
from asn_chassis.values import typed
from asn_kernel.codes import Element, Mutu, WeightMode
from asn_kernel.decision import plain
from asn_kernel.rounding import half_up
from asn_kernel.rule import NoRuleInForce
from feedback_service.domain.assessment import ElementAnswers, IndexFacts, IndexOutcome
from feedback_service.domain.satisfaction_index import IndexDecision
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.mutu import grade
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.satisfaction_index import decide

SEKADAU = Path(__file__).parents[1] / "data" / "skm-sekadau-2019-s1.csv"
REGULATIONS = load(Path(__file__).parents[4] / "contracts", Regulations)
RULES = IndexRules.in_force(REGULATIONS, date(2026, 6, 30))
SCORES = st.integers(1, 4)
ANSWERS = st.lists(st.fixed_dictionaries(dict.fromkeys(Element, SCORES)), min_size=1, max_size=60)
PARTIAL = st.lists(st.dictionaries(st.sampled_from(list(Element)), SCORES, min_size=1), min_size=1, max_size=40)

Scores = Mapping[Element, int]


def facts_of(
    answers: Sequence[Scores], *, population: int | None = None, mode: WeightMode = WeightMode.EXACT
) -> IndexFacts:
    return IndexFacts(
        elements=tuple(counts_of(element, answers) for element in Element),
        respondents=len(answers),
        population=population,
        weight_mode=mode,
    )


def counts_of(element: Element, answers: Sequence[Scores]) -> ElementAnswers:
    given_scores = [answer[element] for answer in answers if element in answer]
    one, two, three, four = (given_scores.count(score) for score in (1, 2, 3, 4))
    return ElementAnswers(element.value, element.label_id, element.label_en, (one, two, three, four))


def outcome_of(answers: Sequence[Scores], **facts: object) -> IndexOutcome:
    return decide(facts_of(answers, **facts), RULES).outcome  # type: ignore[arg-type]


def everybody_answers(score: int) -> list[Scores]:
    return [dict.fromkeys(Element, score)]


def sekadau() -> list[Scores]:
    with SEKADAU.open(encoding="utf-8") as rows:
        return [{element: int(row[element.value.lower()]) for element in Element} for row in csv.DictReader(rows)]


def test_the_published_answers_of_sekadau_give_the_index_of_that_survey() -> None:
    decision = decide(facts_of(sekadau()), RULES)

    assert decision.inputs.respondents == 49
    assert (decision.outcome.ikm, decision.outcome.mutu) == (Decimal("78.74"), Mutu.B)


@pytest.mark.parametrize(
    ("element", "value", "mutu", "rank"),
    [
        (Element.PERSYARATAN, "70.41", Mutu.C, 1),
        (Element.PROSEDUR, "70.92", Mutu.C, 2),
        (Element.PENGADUAN, "72.96", Mutu.C, 3),
        (Element.WAKTU, "76.53", Mutu.C, 4),
        (Element.PRODUK, "81.12", Mutu.B, 5),
        (Element.SARANA, "81.12", Mutu.B, 6),
        (Element.PERILAKU, "82.14", Mutu.B, 7),
        (Element.KOMPETENSI, "83.16", Mutu.B, 8),
        (Element.BIAYA, "90.31", Mutu.A, 9),
    ],
)
def test_each_element_of_sekadau_has_its_own_value_grade_and_rank(
    element: Element, value: str, mutu: Mutu, rank: int
) -> None:
    result = next(result for result in outcome_of(sekadau()).elements if result.element == element)

    assert (result.value, result.mutu, result.rank) == (Decimal(value), mutu, rank)


@pytest.mark.parametrize(
    ("mode", "best"),
    [(WeightMode.EXACT, "100.00"), (WeightMode.PRINTED_0_111, "99.90"), (WeightMode.PRINTED_0_11, "99.00")],
)
def test_all_answers_4_show_which_weight_was_used(mode: WeightMode, best: str) -> None:
    decision = decide(facts_of(everybody_answers(4), mode=mode), RULES)

    assert decision.outcome.ikm == Decimal(best)
    assert decision.inputs.weight_mode is mode


@pytest.mark.parametrize(("score", "ikm"), [(1, "25.00"), (2, "50.00"), (3, "75.00"), (4, "100.00")])
def test_the_same_answer_everywhere_is_the_answer_times_25(score: int, ikm: str) -> None:
    assert outcome_of(everybody_answers(score)).ikm == Decimal(ikm)


def test_elements_without_answers_weigh_nothing() -> None:
    # Eight elements at 4 are 100, not 88.89; the ninth is told in a reason and has no result.
    all_but_costs = [{element: 4 for element in Element if element is not Element.BIAYA}]

    decision = decide(facts_of(all_but_costs), RULES)

    assert decision.outcome.ikm == Decimal("100.00")
    assert [result.element for result in decision.outcome.elements] == [e for e in Element if e is not Element.BIAYA]
    (missing,) = (reason for reason in decision.reasons if reason.code == "ELEMENT_WITHOUT_ANSWERS")
    assert missing.values == {"element": "BIAYA"}
    assert "Biaya/tarif" in missing.text_id


def test_an_element_is_the_mean_of_those_who_judged_it() -> None:
    answers = [dict.fromkeys(Element, 4), {Element.WAKTU: 1}]

    results = {result.element: result.nrr for result in outcome_of(answers).elements}

    assert results["WAKTU"] == Decimal("2.5000")
    assert results["SARANA"] == Decimal("4.0000")


def test_a_decision_names_the_rows_that_it_used() -> None:
    version = decide(facts_of(everybody_answers(3)), RULES).rule_version

    assert version == "skm-index-2017.1+mutu-2017.1+sample-size-2017.1"
    assert IndexRules.named(REGULATIONS, version) == RULES


@pytest.mark.parametrize(
    ("population", "code"),
    [(None, "POPULATION_UNKNOWN"), (1, "SAMPLE_ADEQUATE"), (12, "SAMPLE_TOO_SMALL")],
)
def test_the_reasons_say_what_the_sample_is_worth(population: int | None, code: str) -> None:
    decision = decide(facts_of(everybody_answers(3), population=population), RULES)

    assert [reason.code for reason in decision.reasons] == ["INDEX", "LOWEST_ELEMENT", code]


def test_the_reasons_say_when_more_answered_than_were_served() -> None:
    decision = decide(facts_of(everybody_answers(3) * 3, population=2), RULES)

    assert decision.reasons[-1].code == "ABOVE_POPULATION"
    assert decision.outcome.sample.adequate is False


@given(PARTIAL, st.none() | st.integers(1, 100))
def test_a_kept_decision_can_be_decided_again(answers: list[Scores], population: int | None) -> None:
    decision = decide(facts_of(answers, population=population), RULES)

    kept = typed(plain(decision), IndexDecision)

    assert kept == decision
    assert kept.recomputed(lambda facts: decide(facts, IndexRules.named(REGULATIONS, kept.rule_version)))


@pytest.mark.parametrize(
    ("value", "mutu"),
    [
        ("25.00", Mutu.D),
        ("64.99", Mutu.D),
        ("65.00", Mutu.C),
        ("76.60", Mutu.C),
        ("76.61", Mutu.B),
        ("88.30", Mutu.B),
        ("88.31", Mutu.A),
        ("100.00", Mutu.A),
    ],
)
def test_the_grades_of_2017_meet_without_a_gap(value: str, mutu: Mutu) -> None:
    assert grade(Decimal(value), RULES.mutu.values) is mutu


@pytest.mark.parametrize(
    ("value", "mutu"), [("43.75", Mutu.D), ("62.50", Mutu.C), ("62.51", Mutu.B), ("81.26", Mutu.A)]
)
def test_a_report_of_before_2017_is_graded_by_the_older_table(value: str, mutu: Mutu) -> None:
    assert grade(Decimal(value), REGULATIONS.mutu.in_force(date(2016, 12, 31)).values) is mutu


def test_no_index_is_computed_by_the_nine_elements_before_they_were_law() -> None:
    with pytest.raises(NoRuleInForce):
        IndexRules.in_force(REGULATIONS, date(2016, 12, 31))

    assert IndexRules.in_force(REGULATIONS, date(2017, 1, 1)) == RULES


def test_the_value_is_rounded_before_it_is_graded() -> None:
    # 3.0642 x 25 = 76.605: the printed table has no row for it; rounded first it is 76.61, a B.
    counts = (0, 0, 9_358, 642)
    elements = tuple(ElementAnswers(element.value, "", "", counts) for element in Element)

    outcome = decide(IndexFacts(elements=elements, respondents=10_000, population=None), RULES).outcome

    assert (outcome.ikm, outcome.mutu) == (Decimal("76.61"), Mutu.B)


@given(ANSWERS)
def test_the_index_is_the_mean_of_all_answers_times_25(answers: list[Scores]) -> None:
    scores = [score for answer in answers for score in answer.values()]

    assert outcome_of(answers).ikm == half_up(Fraction(sum(scores), len(scores)) * 25, 2)


@given(PARTIAL)
def test_the_index_is_the_mean_of_the_means_of_the_elements_answered(answers: list[Scores]) -> None:
    given_scores = {element: [answer[element] for answer in answers if element in answer] for element in Element}
    means = [Fraction(sum(scores), len(scores)) for scores in given_scores.values() if scores]

    assert outcome_of(answers).ikm == half_up(sum(means, Fraction()) / len(means) * 25, 2)


@given(PARTIAL)
def test_index_and_elements_stay_on_the_scale_from_25_to_100(answers: list[Scores]) -> None:
    outcome = outcome_of(answers)

    assert 25 <= outcome.ikm <= 100
    assert all(1 <= result.nrr <= 4 and 25 <= result.value <= 100 for result in outcome.elements)


@given(ANSWERS)
def test_ranks_count_from_the_lowest_and_ties_keep_the_order_of_the_regulation(answers: list[Scores]) -> None:
    order = [element.value for element in Element]
    totals = {element.value: sum(answer[element] for answer in answers) for element in Element}

    ranked = sorted(outcome_of(answers).elements, key=lambda result: result.rank)

    assert [result.rank for result in ranked] == list(range(1, 10))
    for lower, higher in pairwise(result.element for result in ranked):
        assert (totals[lower], order.index(lower)) < (totals[higher], order.index(higher))


@given(ANSWERS, st.sampled_from(list(Element)))
def test_a_better_answer_never_lowers_the_index(answers: list[Scores], element: Element) -> None:
    better = [{**answers[0], element: min(4, answers[0][element] + 1)}, *answers[1:]]

    assert outcome_of(better).ikm >= outcome_of(answers).ikm
