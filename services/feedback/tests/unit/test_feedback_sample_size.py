"""The required sample after Krejcie and Morgan."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_chassis.regulations import load
from asn_kernel.codes import SampleMethod
from feedback_service.domain.assessment import Sample
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.sample_size import by_formula, judge, next_listed, required

CONTRACTS = Path(__file__).parents[4] / "contracts"
FORMULA = load(CONTRACTS, Regulations).sample_size.in_force(date(2026, 6, 30)).values
NEXT_LISTED = replace(FORMULA, method=SampleMethod.NEXT_LISTED)


@pytest.mark.parametrize(("population", "sample"), FORMULA.table)
def test_the_formula_gives_the_printed_table(population: int, sample: int) -> None:
    # The one row where the printed table and the formula differ.
    expected = 383 if population == 100_000 else sample

    assert by_formula(population, FORMULA) == expected


@pytest.mark.parametrize(
    ("population", "formula", "table"),
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
    population: int, formula: int, table: int
) -> None:
    assert required(population, FORMULA) == formula
    assert required(population, NEXT_LISTED) == table


@pytest.mark.parametrize(("respondents", "adequate"), [(352, False), (353, True), (4_384, True)])
def test_a_sample_is_adequate_from_the_required_number_on(respondents: int, *, adequate: bool) -> None:
    assert judge(respondents, 4_384, FORMULA) == Sample(
        required=353, adequate=adequate, method=SampleMethod.FORMULA, above_population=False
    )


def test_more_answers_than_people_served_are_no_sample() -> None:
    assert judge(4_385, 4_384, FORMULA) == Sample(
        required=353, adequate=False, method=SampleMethod.FORMULA, above_population=True
    )


def test_an_unknown_population_needs_no_sample() -> None:
    assert judge(10, None, FORMULA) == Sample(required=None, adequate=None, method=None, above_population=False)


@given(st.integers(1, 10_000_000))
def test_nobody_is_asked_for_more_people_than_there_are(population: int) -> None:
    assert 1 <= required(population, FORMULA) <= population
    assert required(population, NEXT_LISTED) <= population


@given(st.integers(1, 1_000_000))
def test_a_larger_population_never_needs_a_smaller_sample(population: int) -> None:
    assert required(population, FORMULA) <= required(population + 1, FORMULA)
    assert next_listed(population, FORMULA) <= next_listed(population + 1, FORMULA)


@given(st.integers(1, 1_000_000))
def test_the_next_listed_row_never_asks_for_less_than_the_formula(population: int) -> None:
    assert required(population, NEXT_LISTED) >= required(population, FORMULA)
