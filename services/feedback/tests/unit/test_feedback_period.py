"""A period is a half year, written in one way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_service.domain.errors import InvalidPeriod
from feedback_service.domain.period import Period

PERIODS = st.builds(Period, st.integers(2017, 2098), st.sampled_from([1, 2]))


def test_the_first_semester_runs_from_january_to_june() -> None:
    period = Period.parse("2026-S1")

    assert (period.start, period.end) == (date(2026, 1, 1), date(2026, 6, 30))


def test_the_second_semester_runs_from_july_to_december() -> None:
    period = Period.parse("2026-S2")

    assert (period.start, period.end) == (date(2026, 7, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-S0",
        "2026-S3",
        "2026-s1",
        "2026S1",
        "2026-S1\n",
        "\N{FULLWIDTH DIGIT TWO}026-S1",
        "2016-S2",
        "2100-S1",
    ],
)
def test_another_form_or_an_impossible_year_is_refused(text: str) -> None:
    with pytest.raises(InvalidPeriod) as refused:
        Period.parse(text)

    assert refused.value.text == text


@given(PERIODS)
def test_a_period_reads_back_what_it_writes(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(PERIODS)
def test_the_next_period_starts_the_day_after_this_one_ends(period: Period) -> None:
    assert period.next.start == period.end + timedelta(days=1)
    assert period.next > period
