"""Gathers what a plan must know of each employee and competency with a waiting need, in a few queries for all."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from asn_kernel.codes import Employment
from asn_kernel.reason import Labelled
from asn_kernel.rule import Rule
from training_service.domain.course import Course
from training_service.domain.enrolment import Enrolment
from training_service.domain.line_facts import Candidate, CourseFacts, HoursFacts, NeedFacts, SeatFacts
from training_service.domain.need import TrainingNeed
from training_service.domain.staff import known_level
from training_service.persistence import competencies, enrolments, staff
from training_service.policies.matching import best_first
from training_service.policies.regulations import LearningHours

Place = tuple[UUID, str]
"""One employee in one competency: what a seat is for."""


def gather_candidates(
    session: Session, *, waiting: Sequence[TrainingNeed], offer: Iterable[Course], year: int, law: Rule[LearningHours]
) -> list[Candidate]:
    """Return a candidate for each employee and competency of the waiting needs; `law` bounds the hours of `year`."""
    needs: dict[Place, list[NeedFacts]] = defaultdict(list)
    for need in waiting:
        facts = NeedFacts(need.id, need.target_level, need.priority, need.identified_at)
        needs[need.employee_id, need.competency_code].append(facts)
    stated, attained = staff.levels(session), enrolments.attained(session)
    seats = {(seat.employee_id, seat.competency_code): seat for seat in enrolments.open_seats(session)}
    hours = _hours(session, seats.values(), year, law)
    employments, labels, courses = staff.employments(session), competencies.labels(session), _by_competency(offer)
    return [
        Candidate(
            employee_id=place[0],
            competency=labels.get(place[1], Labelled(place[1], place[1], place[1])),
            needs=tuple(sorted(facts, key=lambda each: each.rank)),
            level=known_level(stated.get(place), attained.get(place, ())),
            employment=employments.get(place[0]),
            hours=hours(place[0], employments.get(place[0])),
            seat=_seat(seats.get(place)),
            courses=courses.get(place[1], ()),
        )
        for place, facts in needs.items()
    ]


def _hours(
    session: Session, seats: Iterable[Enrolment], year: int, law: Rule[LearningHours]
) -> Callable[[UUID, Employment | None], HoursFacts]:
    """Return what tells the hours of an employee: earned in the year, open in seats, and their ceiling."""
    earned, under_way = enrolments.earned_hours(session, year), Counter[UUID]()
    for seat in seats:
        under_way[seat.employee_id] += seat.hours

    def of(employee_id: UUID, employment: Employment | None) -> HoursFacts:
        bounds = law.values.bounds(employment)
        ceiling = None if bounds is None else bounds.maximum
        return HoursFacts(earned.get(employee_id, 0), under_way[employee_id], ceiling, law.version)

    return of


def _seat(seat: Enrolment | None) -> SeatFacts | None:
    return None if seat is None else SeatFacts(seat.id, seat.course_id, seat.target_level)


def _by_competency(offer: Iterable[Course]) -> dict[str, tuple[CourseFacts, ...]]:
    courses: dict[str, list[CourseFacts]] = defaultdict(list)
    for each in offer:
        facts = CourseFacts(each.id, each.code, each.title, each.target_level, each.hours, each.cost_per_seat)
        courses[each.competency_code].append(facts)
    return {code: best_first(found) for code, found in courses.items()}
