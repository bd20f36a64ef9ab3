"""Learning hours: the JP, the entitlement per employment, and the empty conversion table."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_service.domain.course import CLASSICAL, NON_CLASSICAL, Form
from training_service.policies.learning_hours import (
    ENTITLEMENTS,
    JP_RULES,
    LESSON_LENGTH,
    Bound,
    Converted,
    JpRule,
    convert,
    lessons_in,
    standing,
)
from training_service.policies.planning import PLANNING_RULES
from training_service.policies.rules import Confidence, Rule, in_force

DAY = date(2026, 5, 1)
COACHING = JpRule(
    version="test-1",
    effective_date=date(2026, 1, 1),
    source="a row of this test, not of a regulation",
    confidence=Confidence.LOW,
    form=Form.COACHING,
    unit="session",
    jp_per_unit=Decimal("1.5"),
    cap=6,
    cap_period="MONTH",
)


@pytest.mark.parametrize(("minutes", "hours"), [(0, 0), (44, 0), (45, 1), (89, 1), (900, 20)])
def test_one_jp_is_45_minutes(minutes: int, hours: int) -> None:
    assert lessons_in(minutes, LESSON_LENGTH, DAY) == hours


@pytest.mark.parametrize(
    ("employment", "hours", "expected"),
    [
        ("PNS", 19, (Bound.MINIMUM, 20, None, False)),
        ("PNS", 20, (Bound.MINIMUM, 20, None, True)),
        ("PPPK", 24, (Bound.MAXIMUM, None, 24, True)),
        ("PPPK", 25, (Bound.MAXIMUM, None, 24, False)),
        ("PPPK_PARUH_WAKTU", 0, (Bound.UNKNOWN, None, None, True)),
    ],
)
def test_the_entitlement_is_a_floor_for_pns_and_a_ceiling_for_pppk(
    employment: str, hours: int, expected: tuple[Bound, int | None, int | None, bool]
) -> None:
    found = standing(employment, 2026, hours, ENTITLEMENTS)

    assert (found.bound, found.required, found.allowed, found.met) == expected


def test_no_conversion_of_non_classical_forms_is_shipped() -> None:
    assert JP_RULES == ()
    assert convert(Form.COACHING, Decimal(4), 0, JP_RULES, DAY) == Converted(0, None)


@pytest.mark.parametrize(
    ("units", "before", "hours"), [("1", 0, 1), ("2", 0, 3), ("9", 0, 6), ("2", 5, 1), ("2", 9, 0)]
)
def test_a_conversion_row_counts_whole_jp_up_to_its_cap(units: str, before: int, hours: int) -> None:
    assert convert(Form.COACHING, Decimal(units), before, [COACHING], DAY) == Converted(hours, "test-1")


def test_a_conversion_row_does_not_reach_back_before_its_date() -> None:
    assert convert(Form.COACHING, Decimal(4), 0, [COACHING], date(2025, 12, 31)) == Converted(0, None)


def test_forms_are_classical_or_not_or_study_leave() -> None:
    assert CLASSICAL | NON_CLASSICAL | {Form.TUGAS_BELAJAR} == frozenset(Form)


@pytest.mark.parametrize("row", [*LESSON_LENGTH, *ENTITLEMENTS, *PLANNING_RULES])
def test_every_rule_row_names_its_source(row: Rule) -> None:
    assert row.source
    assert row.version


@given(st.lists(st.dates(), min_size=1, unique=True), st.dates())
def test_the_row_in_force_is_the_latest_that_has_begun(days: list[date], on: date) -> None:
    rows = [Rule(version=str(day), effective_date=day, source="test", confidence=Confidence.LOW) for day in days]

    begun = [day for day in days if day <= on]

    assert in_force(rows, on).effective_date == (max(begun) if begun else min(days))
