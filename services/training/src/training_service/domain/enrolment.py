"""Enrolments: one employee's seat in one course, until it is completed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from training_service.domain.errors import EnrolmentAlreadyCompleted, LevelOutOfRange

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
