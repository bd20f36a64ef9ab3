"""Which course answers a need."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from training_service.domain.course import Course

Catalogue = Mapping[str, Sequence[Course]]
"""Courses by competency code, the best answer first."""


@dataclass(frozen=True, slots=True)
class NoCourse:
    """No course reaches the level; `highest_offered` is None when the competency has no course at all."""

    competency_code: str
    target_level: int
    highest_offered: int | None


def catalogue(courses: Iterable[Course]) -> Catalogue:
    """Sort the offer: per competency cheapest first, then the lowest level, then the code.

    Among courses that reach a level the lowest is the nearest, so one order serves every need.
    """
    by_competency: dict[str, list[Course]] = defaultdict(list)
    for course in sorted(courses, key=lambda each: (each.cost_per_seat, each.target_level, each.code)):
        by_competency[course.competency_code].append(course)
    return dict(by_competency)


def match(competency_code: str, target_level: int, offer: Catalogue) -> Course | NoCourse:
    """Return the cheapest course that raises the competency to `target_level` or beyond, else NoCourse."""
    courses = offer.get(competency_code, ())
    for course in courses:
        if course.target_level >= target_level:
            return course
    highest = max((course.target_level for course in courses), default=None)
    return NoCourse(competency_code, target_level, highest)
