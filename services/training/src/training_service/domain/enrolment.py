"""Enrolments: one employee's seat in one course, until it is completed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from training_service.domain.course import Course
from training_service.domain.errors import EnrolmentAlreadyCompleted, LevelOutOfRange
from training_service.domain.need import TrainingNeed

LEVELS = range(1, 6)
"""Competency levels 1 Paham .. 5 Ahli (PermenPANRB 38/2017)."""


class EnrolmentState(StrEnum):
    """Whether the seat is still open or the course is behind the employee."""

    ENROLLED = "ENROLLED"
    COMPLETED = "COMPLETED"


@dataclass(frozen=True, slots=True)
class TrainingCompleted:
    """The fact that an employee completed a course at `level` (1..5), earning `hours` JP in `year`."""

    enrolment_id: UUID
    employee_id: UUID
    course_id: UUID
    competency_code: str
    level: int
    hours: int
    year: int
    completed_date: date
    correlation_id: str
    version: int


@dataclass(eq=False)
class Enrolment:
    """A seat that a plan bought, with its course's competency, level and hours (JP); `cost` is whole rupiah.

    `correlation_id` is the flow of the need that bought the seat, so that the completion closes that flow.
    """

    id: UUID
    employee_id: UUID
    course_id: UUID
    plan_id: UUID
    competency_code: str
    target_level: int
    hours: int
    cost: int
    enrolled_at: datetime
    correlation_id: str
    state: EnrolmentState = EnrolmentState.ENROLLED
    level: int | None = None
    completed_date: date | None = None
    certificate_number: str | None = None
    version: int = 1

    @classmethod
    def bought(cls, enrolment_id: UUID, *, need: TrainingNeed, course: Course, plan_id: UUID, at: datetime) -> Self:
        """Return the seat that the plan buys in `course` for the employee who has `need`."""
        return cls(
            id=enrolment_id,
            employee_id=need.employee_id,
            course_id=course.id,
            plan_id=plan_id,
            competency_code=course.competency_code,
            target_level=course.target_level,
            hours=course.hours,
            cost=course.cost_per_seat,
            enrolled_at=at,
            correlation_id=need.correlation_id,
        )

    def reaches(self, need: TrainingNeed) -> bool:
        """Tell whether this seat still answers the need."""
        return self.state is EnrolmentState.ENROLLED and self.target_level >= need.target_level

    def complete(self, *, level: int, on: date, certificate_number: str) -> TrainingCompleted:
        """Close the seat with the level reached.

        Raises EnrolmentAlreadyCompleted the second time and LevelOutOfRange outside 1..5.
        """
        if self.state is EnrolmentState.COMPLETED:
            raise EnrolmentAlreadyCompleted(self.id)
        if level not in LEVELS:
            raise LevelOutOfRange(level)
        self.state = EnrolmentState.COMPLETED
        self.level = level
        self.completed_date = on
        self.certificate_number = certificate_number
        self.version += 1
        return TrainingCompleted(
            enrolment_id=self.id,
            employee_id=self.employee_id,
            course_id=self.course_id,
            competency_code=self.competency_code,
            level=level,
            hours=self.hours,
            year=on.year,
            completed_date=on,
            correlation_id=self.correlation_id,
            version=self.version,
        )
