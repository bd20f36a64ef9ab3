"""Periods: four kinds, one spelling each, ordered and nested."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kernel.period import InvalidPeriod, Period, PeriodKind

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
KINDS = st.sampled_from(PeriodKind)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-S1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-S2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-M02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-M02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-M12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text, start, end):
    period = Period.parse(text)

    assert (period.start, period.end, str(period)) == (start, end, text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "26", "1999", "2100", "2026-", "2026-S0", "2026-S3", "2026-Q5", "2026-M00", "2026-M13", "2026-M7"),
        *("2026-S01", "2026-s1", " 2026", "2026-S1 ", "2026-S1\n", "\uff12026-S1", "2026-H1", "2026-01"),
    ],
)
def test_anything_else_is_no_period(text):
    with pytest.raises(InvalidPeriod):
        Period.parse(text)


@given(KINDS, DAYS)
def test_the_period_of_a_day_contains_it_and_its_neighbours_do_not(kind, day):
    period = Period.of(kind, day)

    assert period.contains(day)
    assert not period.contains(period.start - timedelta(1))
    assert not period.contains(period.end + timedelta(1))
    assert Period.parse(str(period)) == period
    assert not period.has_begun(period.start - timedelta(1))
    assert period.has_begun(period.start)


@given(KINDS, st.dates(date(2000, 1, 1), date(2098, 12, 31)))
def test_the_following_period_begins_the_day_after(kind, day):
    period = Period.of(kind, day)

    assert period.following.start == period.end + timedelta(1)
    assert period < period.following


@given(KINDS, KINDS, DAYS)
def test_of_two_periods_of_a_day_the_longer_contains_the_shorter_and_comes_not_later(one, other, day):
    outer, inner = sorted((Period.of(one, day), Period.of(other, day)), key=lambda each: -each.kind.months)

    assert outer.contains(inner)
    assert outer == inner or not inner.contains(outer)
    assert outer.start <= inner.start
    assert outer <= inner
