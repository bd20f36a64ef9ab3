"""Enrolments: one employee's seat in one course, until it is completed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from asn_kernel.business_day import business_day
from training_service.domain.course import Course
from training_service.domain.need import TrainingNeed


class EnrolmentNotFound(Exception):
    """No enrolment has this id."""

    def __init__(self, enrolment_id: UUID) -> None:
        super().__init__(enrolment_id)
        self.enrolment_id = enrolment_id


class EnrolmentAlreadyCompleted(Exception):
    """The course was completed before, whether passed or failed."""

    def __init__(self, enrolment_id: UUID) -> None:
        super().__init__(enrolment_id)
        self.enrolment_id = enrolment_id


class CompletionLevelAboveCourse(Exception):
    """A certificate cannot attest a level that the course does not teach."""

    def __init__(self, level: int, course_level: int) -> None:
        super().__init__(level, course_level)
        self.level = level
        self.course_level = course_level


class CompletionDateOutOfRange(Exception):
    """A course ends neither before the enrolment nor in the future."""

    def __init__(self, completed_date: date, earliest: date, latest: date) -> None:
        super().__init__(completed_date, earliest, latest)
        self.completed_date = completed_date
        self.earliest = earliest
        self.latest = latest


class EnrolmentState(StrEnum):
    """Whether the seat is still open or the course is behind the employee."""

    ENROLLED = "ENROLLED"
    COMPLETED = "COMPLETED"


@dataclass(frozen=True)
class Certificate:
    """What a certificate attests: the level (1..5) that was reached."""

    number: str
    level: int


@dataclass(frozen=True)
class TrainingCompleted:
    """The fact that an employee passed a course at `level`, earning `hours` JP in `year`, or failed it.

    A failed course has no level (None) and earns 0 hours.
    """

    enrolment_id: UUID
    employee_id: UUID
    unit_id: UUID
    course_id: UUID
    competency_code: str
    passed: bool
    level: int | None
    hours: int
    year: int
    completed_date: date
    completed_at: datetime
    correlation_id: str
    version: int


@dataclass(eq=False)
class Enrolment:
    """A seat in a course, with the course's competency, level and hours (JP); `cost` is whole rupiah.

    `unit_id` is the unit of the need that bought it; `plan_id` is None where no plan did. `correlation_id` is the flow
    of that need, so that the completion closes that flow. `passed` is None until the course is completed.
    """

    id: UUID
    employee_id: UUID
    unit_id: UUID
    course_id: UUID
    plan_id: UUID | None
    competency_code: str
    target_level: int
    hours: int
    cost: int
    enrolled_at: datetime
    correlation_id: str
    state: EnrolmentState = EnrolmentState.ENROLLED
    passed: bool | None = None
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
            unit_id=need.unit_id,
            course_id=course.id,
            plan_id=plan_id,
            competency_code=course.competency_code,
            target_level=course.target_level,
            hours=course.hours,
            cost=course.cost_per_seat,
            enrolled_at=at,
            correlation_id=need.correlation_id,
        )

    @property
    def earned_hours(self) -> int:
        """JP that the employee earned by this seat: those of the course once it is passed."""
        return self.hours if self.passed else 0

    def reaches(self, need: TrainingNeed) -> bool:
        """Tell whether this seat still answers the need."""
        return self.state is EnrolmentState.ENROLLED and self.target_level >= need.target_level

    def complete(self, certificate: Certificate | None, *, on: date, at: datetime) -> TrainingCompleted:
        """Close the seat: passed with a certificate, failed without; `on` is the last day of the course.

        EnrolmentAlreadyCompleted the second time; CompletionLevelAboveCourse; CompletionDateOutOfRange unless `on`
        lies between the business day of the enrolment and that of `at`.
        """
        if self.state is EnrolmentState.COMPLETED:
            raise EnrolmentAlreadyCompleted(self.id)
        if certificate is not None and certificate.level > self.target_level:
            raise CompletionLevelAboveCourse(certificate.level, self.target_level)
        earliest, latest = business_day(self.enrolled_at), business_day(at)
        if not earliest <= on <= latest:
            raise CompletionDateOutOfRange(on, earliest, latest)
        self.state = EnrolmentState.COMPLETED
        self.passed = certificate is not None
        self.completed_date = on
        if certificate is not None:
            self.level, self.certificate_number = certificate.level, certificate.number
        self.version += 1
        return self._completed(on, at)

    def _completed(self, on: date, at: datetime) -> TrainingCompleted:
        return TrainingCompleted(
            enrolment_id=self.id,
            employee_id=self.employee_id,
            unit_id=self.unit_id,
            course_id=self.course_id,
            competency_code=self.competency_code,
            passed=bool(self.passed),
            level=self.level,
            hours=self.earned_hours,
            year=on.year,
            completed_date=on,
            completed_at=at,
            correlation_id=self.correlation_id,
            version=self.version,
        )
