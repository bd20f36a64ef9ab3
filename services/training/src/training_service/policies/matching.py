"""Which course answers a need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from training_service.domain.line_facts import CourseFacts


@dataclass(frozen=True)
class NoCourse:
    """No course reaches the level; `highest_offered` is None when the competency has no course at all."""

    highest_offered: int | None


@dataclass(frozen=True)
class TooLong:
    """Courses reach the level, but all are longer than the hours that are left; `shortest` is the nearest to them."""

    shortest: CourseFacts


Match = CourseFacts | NoCourse | TooLong


def best_first(courses: Iterable[CourseFacts]) -> tuple[CourseFacts, ...]:
    """Sort the offer in one competency: cheapest first, then the lowest level, then the code.

    Among courses that reach a level the lowest is the nearest, so one order serves every need.
    """
    return tuple(sorted(courses, key=lambda each: (each.cost, each.target_level, each.code)))


def match(target_level: int, courses: Sequence[CourseFacts], hours_left: int | None = None) -> Match:
    """Return the first of the `best_first` courses that reaches the level within the hours left (JP, None: any)."""
    reaching = [course for course in courses if course.target_level >= target_level]
    if not reaching:
        return NoCourse(max((course.target_level for course in courses), default=None))
    fitting = [course for course in reaching if hours_left is None or course.hours <= hours_left]
    return fitting[0] if fitting else TooLong(min(reaching, key=lambda course: course.hours))
