"""The satisfaction index: formula, rounding, grades and ranks."""

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_service.domain.assessment import Assessment, Mutu, Tally, WeightMode
from feedback_service.domain.unsur import Unsur
from feedback_service.policies.dated_rules import NoRuleInForce, in_force
from feedback_service.policies.mutu import MUTU_RULES
from feedback_service.policies.rounding import half_up
from feedback_service.policies.satisfaction_index import assess, rules_on

SEKADAU = Path(__file__).parents[1] / "data" / "skm-sekadau-2019-s1.csv"
RULES = rules_on(date(2026, 6, 30))
SHEETS = st.lists(st.fixed_dictionaries({unsur: st.integers(1, 4) for unsur in Unsur}), min_size=1, max_size=60)


def tally_of(sheets: list[dict[Unsur, int]]) -> Tally:
    sums = {unsur: sum(sheet[unsur] for sheet in sheets) for unsur in Unsur}
    return Tally(len(sheets), sums, dict.fromkeys(Unsur, len(sheets)))


def everybody_answers(score: int) -> Tally:
    return tally_of([dict.fromkeys(Unsur, score)])


def assessed(tally: Tally, *, mode: WeightMode = WeightMode.EXACT) -> Assessment:
    assessment = assess(tally, population=None, rules=rules_on(date(2026, 6, 30), mode=mode))
    assert assessment is not None
    return assessment


def sekadau() -> Tally:
    with SEKADAU.open(encoding="utf-8") as rows:
        return tally_of([{unsur: int(row[unsur.field]) for unsur in Unsur} for row in csv.DictReader(rows)])


def test_the_published_answers_of_sekadau_give_the_index_of_that_survey() -> None:
    assessment = assessed(sekadau())

    assert assessment.tally.respondents == 49
    assert (assessment.ikm, assessment.mutu) == (Decimal("78.74"), Mutu.B)


@pytest.mark.parametrize(
    ("unsur", "value", "mutu", "rank"),
    [
        (Unsur.PERSYARATAN, "70.41", Mutu.C, 1),
        (Unsur.PROSEDUR, "70.92", Mutu.C, 2),
        (Unsur.PENGADUAN, "72.96", Mutu.C, 3),
        (Unsur.WAKTU, "76.53", Mutu.C, 4),
        (Unsur.PRODUK, "81.12", Mutu.B, 5),
        (Unsur.SARANA, "81.12", Mutu.B, 6),
        (Unsur.PERILAKU, "82.14", Mutu.B, 7),
        (Unsur.KOMPETENSI, "83.16", Mutu.B, 8),
        (Unsur.BIAYA, "90.31", Mutu.A, 9),
    ],
)
def test_each_element_of_sekadau_has_its_own_value_grade_and_rank(
    unsur: Unsur, value: str, mutu: Mutu, rank: int
) -> None:
    element = next(score for score in assessed(sekadau()).elements if score.element is unsur)

    assert (element.value, element.mutu, element.rank) == (Decimal(value), mutu, rank)


@pytest.mark.parametrize(
    ("mode", "best"),
    [(WeightMode.EXACT, "100.00"), (WeightMode.PRINTED_0_111, "99.90"), (WeightMode.PRINTED_0_11, "99.00")],
)
def test_all_answers_4_show_which_weight_was_used(mode: WeightMode, best: str) -> None:
    assessment = assessed(everybody_answers(4), mode=mode)

    assert assessment.ikm == Decimal(best)
    assert assessment.weight_mode is mode


@pytest.mark.parametrize(("score", "ikm"), [(1, "25.00"), (2, "50.00"), (3, "75.00"), (4, "100.00")])
def test_the_same_answer_everywhere_is_the_answer_times_25(score: int, ikm: str) -> None:
    assert assessed(everybody_answers(score)).ikm == Decimal(ikm)


def test_a_survey_without_answers_has_no_assessment() -> None:
    nothing = Tally(0, dict.fromkeys(Unsur, 0), dict.fromkeys(Unsur, 0))

    assert assess(nothing, population=100, rules=RULES) is None


def test_a_decision_names_the_rows_that_it_used() -> None:
    assert assessed(everybody_answers(3)).rule_version == "weight-exact-2017.1+mutu-2017.1+sample-2017.1"


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
    assert RULES.mutu.grade(Decimal(value)) is mutu


@pytest.mark.parametrize(
    ("value", "mutu"), [("43.75", Mutu.D), ("62.50", Mutu.C), ("62.51", Mutu.B), ("81.26", Mutu.A)]
)
def test_a_report_of_before_2017_is_graded_by_the_older_table(value: str, mutu: Mutu) -> None:
    rule = in_force(MUTU_RULES, on=date(2016, 12, 31))

    assert rule.grade(Decimal(value)) is mutu


def test_there_is_no_rule_before_the_first_one() -> None:
    with pytest.raises(NoRuleInForce):
        in_force(MUTU_RULES, on=date(2003, 12, 31))


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(76605, 1000), 2, "76.61"),
        (Fraction(76604, 1000), 2, "76.60"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_halves_are_rounded_upwards(value: Fraction, places: int, rounded: str) -> None:
    assert str(half_up(value, places)) == rounded


def test_the_value_is_rounded_before_it_is_graded() -> None:
    # 3.0642 x 25 = 76.605: the printed table has no row for it; rounded first it is 76.61, a B.
    tally = Tally(10_000, dict.fromkeys(Unsur, 30_642), dict.fromkeys(Unsur, 10_000))

    assessment = assessed(tally)

    assert (assessment.ikm, assessment.mutu) == (Decimal("76.61"), Mutu.B)


@given(SHEETS)
def test_the_index_is_the_mean_of_all_answers_times_25(sheets: list[dict[Unsur, int]]) -> None:
    answers = [score for sheet in sheets for score in sheet.values()]

    assert assessed(tally_of(sheets)).ikm == half_up(Fraction(sum(answers), len(answers)) * 25, 2)


@given(SHEETS)
def test_index_and_elements_stay_on_the_scale_from_25_to_100(sheets: list[dict[Unsur, int]]) -> None:
    assessment = assessed(tally_of(sheets))

    assert 25 <= assessment.ikm <= 100
    assert all(1 <= element.nrr <= 4 and 25 <= element.value <= 100 for element in assessment.elements)


@given(SHEETS)
def test_ranks_count_from_the_lowest_and_ties_keep_the_order_of_the_regulation(
    sheets: list[dict[Unsur, int]],
) -> None:
    tally = tally_of(sheets)
    order = list(Unsur)

    ranked = sorted(assessed(tally).elements, key=lambda element: element.rank)

    assert [element.rank for element in ranked] == list(range(1, 10))
    for lower, higher in pairwise(element.element for element in ranked):
        assert (tally.sums[lower], order.index(lower)) < (tally.sums[higher], order.index(higher))


@given(SHEETS, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(sheets: list[dict[Unsur, int]], random: object) -> None:
    shuffled = list(sheets)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert assessed(tally_of(shuffled)) == assessed(tally_of(sheets))


@given(SHEETS, st.sampled_from(list(Unsur)))
def test_a_better_answer_never_lowers_the_index(sheets: list[dict[Unsur, int]], unsur: Unsur) -> None:
    better = [{**sheets[0], unsur: min(4, sheets[0][unsur] + 1)}, *sheets[1:]]

    assert assessed(tally_of(better)).ikm >= assessed(tally_of(sheets)).ikm
