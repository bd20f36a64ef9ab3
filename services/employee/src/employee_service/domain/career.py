"""A career: which position a civil servant holds from which day on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from employee_service.domain.position import Position


@dataclass(eq=False)
class AlreadyInPosition(Exception):
    """The position is the one that the newest assignment gives already."""

    employee_id: UUID
    position_id: UUID


@dataclass(eq=False)
class AssignmentTooEarly(Exception):
    """An assignment must take effect after the one before it."""

    effective_date: date
    current_date: date


@dataclass(eq=False)
class AssignmentBeforeAppointment(Exception):
    """The first assignment lies before the appointment; when that was stays in the NIP."""

    effective_date: date


@dataclass(eq=False)
class Assignment:
    """One step: the position, and the unit that it belongs to, from `effective_date` on."""

    id: UUID
    employee_id: UUID
    position_id: UUID
    unit_id: UUID
    effective_date: date
    recorded_at: datetime


@dataclass(eq=False)
class Career:
    """The assignments of one civil servant, each from a later day than the one before."""

    employee_id: UUID
    appointed_from: date
    assignments: list[Assignment]

    def assign(self, position: Position, *, assignment_id: UUID, effective_date: date, at: datetime) -> Assignment:
        """Add a step; raises AssignmentBeforeAppointment, AlreadyInPosition, AssignmentTooEarly."""
        _check_appointment(effective_date, self.appointed_from)
        newest = max(self.assignments, key=lambda step: step.effective_date, default=None)
        if newest is not None and newest.position_id == position.id:
            raise AlreadyInPosition(self.employee_id, position.id)
        if newest is not None and effective_date <= newest.effective_date:
            raise AssignmentTooEarly(effective_date, current_date=newest.effective_date)
        step = Assignment(assignment_id, self.employee_id, position.id, position.unit_id, effective_date, at)
        self.assignments.append(step)
        return step

    def check_appointment(self, appointed_from: date) -> None:
        """Raise AssignmentBeforeAppointment where a step lies before a day of appointment."""
        for step in self.assignments:
            _check_appointment(step.effective_date, appointed_from)

    def on(self, day: date) -> Assignment | None:
        """Return the assignment that holds on the day; None before the first one."""
        begun = [step for step in self.assignments if step.effective_date <= day]
        return max(begun, key=lambda step: step.effective_date, default=None)


def _check_appointment(effective_date: date, appointed_from: date) -> None:
    if effective_date < appointed_from:
        raise AssignmentBeforeAppointment(effective_date)
