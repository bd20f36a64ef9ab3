"""The required sample after Krejcie and Morgan."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_service.domain.assessment import Sample, SampleMethod
from feedback_service.policies.sample_size import SAMPLE_RULES, TABLE, next_listed

FORMULA = SAMPLE_RULES[-1]
NEXT_LISTED = replace(FORMULA, method=SampleMethod.NEXT_LISTED)


@pytest.mark.parametrize(("population", "sample"), TABLE)
def test_the_formula_gives_the_printed_table(population: int, sample: int) -> None:
    # The one row where the printed table and the formula differ.
    expected = 383 if population == 100_000 else sample

    assert FORMULA.formula(population) == expected


@pytest.mark.parametrize(
    ("population", "by_formula", "by_table"),
    [
        (1, 1, 1),
        (7, 7, 7),
        (10, 10, 10),
        (11, 11, 11),
        (16, 15, 16),
        (4_384, 353, 354),
        (2_000_000, 384, 384),
    ],
)
def test_a_population_that_is_not_listed_takes_the_next_row_or_the_formula(
    population: int, by_formula: int, by_table: int
) -> None:
    assert FORMULA.required(population) == by_formula
    assert NEXT_LISTED.required(population) == by_table


@pytest.mark.parametrize(("respondents", "adequate"), [(352, False), (353, True), (354, True)])
def test_a_sample_is_adequate_from_the_required_number_on(respondents: int, *, adequate: bool) -> None:
    assert FORMULA.judge(respondents, 4_384) == Sample(4_384, 353, adequate, SampleMethod.FORMULA)


def test_an_unknown_population_needs_no_sample() -> None:
    assert FORMULA.judge(10, None) is None


@given(st.integers(1, 10_000_000))
def test_nobody_is_asked_for_more_people_than_there_are(population: int) -> None:
    assert 1 <= FORMULA.required(population) <= population
    assert NEXT_LISTED.required(population) <= population


@given(st.integers(1, 1_000_000))
def test_a_larger_population_never_needs_a_smaller_sample(population: int) -> None:
    assert FORMULA.required(population) <= FORMULA.required(population + 1)
    assert next_listed(population) <= next_listed(population + 1)


@given(st.integers(1, 1_000_000))
def test_the_next_listed_row_never_asks_for_less_than_the_formula(population: int) -> None:
    assert NEXT_LISTED.required(population) >= FORMULA.required(population)
