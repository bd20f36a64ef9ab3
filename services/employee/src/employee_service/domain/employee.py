"""A civil servant (ASN): identity, grade, position, and what evaluation and training showed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self
from uuid import UUID

from employee_service.domain.competency import checked_level
from employee_service.domain.employment import Employment
from employee_service.domain.errors import AlreadyInPosition, AssignmentTooEarly
from employee_service.domain.grade import known_grade, rank_of
from employee_service.domain.learning import LearningHours, Training, hours_per_year
from employee_service.domain.nip import Nip
from employee_service.domain.position import Position
from employee_service.domain.profile import Evidence, EvidenceKind, ProfileEntry, profile_of


@dataclass(frozen=True)
class EmployeeRegistered:
    """An employee is known from now on, in this position."""

    employee_id: UUID
    position_id: UUID
    unit_id: UUID
    employment: Employment
    version: int


@dataclass(frozen=True)
class EmployeeAssigned:
    """An employee holds another position from `effective_date` on."""

    employee_id: UUID
    position_id: UUID
    unit_id: UUID
    effective_date: date
    version: int


@dataclass(frozen=True)
class CompetencyLevelRecorded:
    """The profile of an employee now states this level."""

    employee_id: UUID
    competency_code: str
    level: int
    evidence: EvidenceKind
    recorded_at: datetime
    version: int


@dataclass(eq=False)
class Assignment:
    """One step in the career: the position held from `effective_date` on."""

    id: UUID
    position_id: UUID
    unit_id: UUID
    effective_date: date
    recorded_at: datetime


@dataclass(eq=False)
class Employee:
    """A civil servant; `since` is the day of the present assignment, None while none was recorded."""

    id: UUID
    nip: Nip = field(repr=False)
    name: str = field(repr=False)
    grade: str
    position_id: UUID
    unit_id: UUID
    unusual_start_age: bool
    created_at: datetime
    since: date | None = None
    version: int = 1
    employment: Employment = field(init=False)
    assignments: list[Assignment] = field(default_factory=list, repr=False)
    evidence: list[Evidence] = field(default_factory=list, repr=False)
    trainings: list[Training] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        """Derive the employment, which the NIP states."""
        self.employment = self.nip.employment

    @classmethod
    def register(
        cls,
        *,
        employee_id: UUID,
        nip: Nip,
        name: str,
        grade: str,
        position: Position,
        unusual_start_age: bool,
        at: datetime,
    ) -> tuple[Self, EmployeeRegistered]:
        """Make the employee in a position and the fact of it; raises UnknownGrade."""
        known_grade(grade, nip.employment)
        employee = cls(employee_id, nip, name, grade, position.id, position.unit_id, unusual_start_age, created_at=at)
        return employee, EmployeeRegistered(
            employee_id, position.id, position.unit_id, employee.employment, employee.version
        )

    def assign(
        self, position: Position, *, assignment_id: UUID, effective_date: date, at: datetime
    ) -> EmployeeAssigned:
        """Move the employee to `position`; raises AlreadyInPosition, AssignmentTooEarly."""
        if position.id == self.position_id:
            raise AlreadyInPosition(self.id, position.id)
        if self.since is not None and effective_date < self.since:
            raise AssignmentTooEarly(effective_date, current_date=self.since)
        self.assignments.append(Assignment(assignment_id, position.id, position.unit_id, effective_date, at))
        self.position_id, self.unit_id, self.since = position.id, position.unit_id, effective_date
        self.version += 1
        return EmployeeAssigned(self.id, position.id, position.unit_id, effective_date, self.version)

    def record_evidence(self, evidence: Evidence) -> CompetencyLevelRecorded | None:
        """Add evidence once per source; returns the new level, or None where the profile stays as it is."""
        if any(_same_observation(known, evidence) for known in self.evidence):
            return None
        checked_level(evidence.level)
        code = evidence.competency_code
        before = self.profile.get(code)
        self.evidence.append(evidence)
        after = self.profile[code]
        if after == before:
            return None
        self.version += 1
        return CompetencyLevelRecorded(self.id, code, after.level, after.evidence, after.recorded_at, self.version)

    def record_training(self, training: Training, *, reported_at: datetime) -> CompetencyLevelRecorded | None:
        """Count the hours once per enrolment; returns the new level where the training raised it."""
        if any(known.enrolment_id == training.enrolment_id for known in self.trainings):
            return None
        self.trainings.append(training)
        evidence = training.evidence(reported_at=reported_at)
        return None if evidence is None else self.record_evidence(evidence)

    @property
    def rank(self) -> str | None:
        """Pangkat of a PNS; a PPPK has none."""
        return rank_of(self.grade)

    @property
    def profile(self) -> dict[str, ProfileEntry]:
        """The competency profile, code to entry."""
        return profile_of(self.evidence)

    @property
    def learning_hours(self) -> tuple[LearningHours, ...]:
        """JP per year, oldest year first."""
        return hours_per_year(self.trainings)


def _same_observation(one: Evidence, other: Evidence) -> bool:
    return (one.source_id, one.competency_code) == (other.source_id, other.competency_code)
