"""Matching: the cheapest course that reaches the level, then the nearest level, then the code."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_service.domain.course import Course, Form
from training_service.policies.matching import NoCourse, catalogue, match

SERVICE = "PELAYANAN_PUBLIK"


def a_course(code: str, level: int, cost: int, competency: str = SERVICE) -> Course:
    return Course(
        id=uuid4(),
        code=code,
        title=f"Kursus {code}",
        competency_code=competency,
        target_level=level,
        hours=20,
        form=Form.KURSUS,
        provider_id=uuid4(),
        cost_per_seat=cost,
        offered_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


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
    found = match(SERVICE, target, catalogue(a_course(*row) for row in offered))

    assert isinstance(found, Course)
    assert found.code == chosen


@pytest.mark.parametrize(
    ("offered", "highest"),
    [([], None), ([("A", 2, 100), ("B", 3, 100)], 3)],
)
def test_a_level_nobody_teaches_has_no_course(offered: list[tuple[str, int, int]], highest: int | None) -> None:
    assert match(SERVICE, 4, catalogue(a_course(*row) for row in offered)) == NoCourse(SERVICE, 4, highest)


def test_another_competency_does_not_answer() -> None:
    offer = catalogue([a_course("A", 5, 100, competency="KERJA_SAMA")])

    assert match(SERVICE, 1, offer) == NoCourse(SERVICE, 1, None)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4)), max_size=12),
    st.integers(1, 5),
)
def test_matching_agrees_with_its_sentence(rows: list[tuple[int, int]], target: int) -> None:
    courses = [a_course(f"C{number:02}", level, cost) for number, (level, cost) in enumerate(rows)]

    found = match(SERVICE, target, catalogue(reversed(courses)))

    reaching = [course for course in courses if course.target_level >= target]
    if isinstance(found, NoCourse):
        assert not reaching
    else:
        assert found is min(reaching, key=lambda c: (c.cost_per_seat, c.target_level - target, c.code))
