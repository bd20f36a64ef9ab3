"""Rules: the row in force on a day, and nothing before the first."""

from datetime import date

import pytest

from asn_kernel.rule import Confidence, NoRuleInForce, Rule, Rules, Source


def a_row(version, start, end=None):
    return Rule(
        subject="hours",
        version=version,
        valid_from=start,
        valid_to=end,
        source=Source("PP 11/2017", "203"),
        confidence=Confidence.H,
        values=version,
    )


HOURS = Rules(
    "hours", (a_row("b", date(2020, 3, 1), date(2021, 3, 1)), a_row("a", date(2018, 1, 1), date(2020, 2, 29)))
)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2018, 1, 1), "a"),
        (date(2020, 2, 29), "a"),
        (date(2020, 3, 1), "b"),
        (date(2021, 3, 1), "b"),
    ],
)
def test_a_day_has_the_row_that_holds_on_it(day, version):
    assert HOURS.in_force(day).version == version


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2021, 3, 2)])
def test_before_the_first_and_after_the_last_row_no_rule_is_in_force(day):
    with pytest.raises(NoRuleInForce) as refusal:
        HOURS.in_force(day)

    assert (refusal.value.subject, refusal.value.day) == ("hours", day)


def test_two_rows_on_one_day_are_an_error_of_the_document():
    overlapping = Rules("hours", (a_row("a", date(2018, 1, 1)), a_row("b", date(2019, 1, 1))))

    with pytest.raises(ValueError, match="a, b hold on 2019-01-01 together"):
        overlapping.in_force(date(2019, 1, 1))


def test_a_kept_decision_finds_its_row_by_name_even_out_of_force():
    assert HOURS.named("a").valid_to == date(2020, 2, 29)
    with pytest.raises(KeyError):
        HOURS.named("c")
