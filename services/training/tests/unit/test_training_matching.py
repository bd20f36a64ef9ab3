"""Matching: the cheapest course that reaches the level within the hours left, then the nearest level, then the code."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_service.domain.line_facts import CourseFacts
from training_service.policies.matching import NoCourse, TooLong, best_first, match


def a_course(code: str, level: int, cost: int, hours: int = 20) -> CourseFacts:
    return CourseFacts(uuid4(), code, f"Kursus {code}", level, hours, cost)


@pytest.mark.parametrize(
    ("offered", "target", "chosen"),
    [
        ([("A", 3, 500), ("B", 3, 400)], 3, "B"),
        ([("A", 5, 400), ("B", 3, 400)], 3, "B"),
        ([("B", 3, 400), ("A", 3, 400)], 3, "A"),
        ([("A", 2, 100), ("B", 4, 900)], 3, "B"),
        ([("A", 5, 300), ("B", 3, 400)], 3, "A"),
    ],
)
def test_the_cheapest_then_nearest_then_first_code_wins(
    offered: list[tuple[str, int, int]], target: int, chosen: str
) -> None:
    found = match(target, best_first(a_course(*row) for row in offered))

    assert isinstance(found, CourseFacts)
    assert found.code == chosen


@pytest.mark.parametrize(("offered", "highest"), [([], None), ([("A", 2, 100), ("B", 3, 100)], 3)])
def test_a_level_nobody_teaches_has_no_course(offered: list[tuple[str, int, int]], highest: int | None) -> None:
    assert match(4, best_first(a_course(*row) for row in offered)) == NoCourse(highest)


@pytest.mark.parametrize(
    ("left", "found"), [(None, "CHEAP"), (24, "CHEAP"), (23, "SHORT"), (8, "SHORT"), (7, None), (0, None), (-3, None)]
)
def test_a_dearer_course_that_fits_the_hours_left_is_better_than_none(left: int | None, found: str | None) -> None:
    cheap, short = a_course("CHEAP", 3, 100, hours=24), a_course("SHORT", 3, 900, hours=8)
    tiny = a_course("TINY", 2, 50, hours=1)

    result = match(3, best_first([cheap, short, tiny]), left)

    assert result == (TooLong(short) if found is None else {"CHEAP": cheap, "SHORT": short}[found])


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4), st.integers(1, 30)), max_size=12),
    st.integers(1, 5),
    st.none() | st.integers(-5, 30),
)
def test_matching_agrees_with_its_sentence(rows: list[tuple[int, int, int]], target: int, left: int | None) -> None:
    courses = [a_course(f"C{number:02}", *row) for number, row in enumerate(rows)]

    found = match(target, best_first(reversed(courses)), left)

    reaching = [course for course in courses if course.target_level >= target]
    fitting = [course for course in reaching if left is None or course.hours <= left]
    if isinstance(found, NoCourse):
        assert not reaching
    elif isinstance(found, TooLong):
        assert reaching
        assert not fitting
    else:
        assert found is min(fitting, key=lambda c: (c.cost, c.target_level - target, c.code))
