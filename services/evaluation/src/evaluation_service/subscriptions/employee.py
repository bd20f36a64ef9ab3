"""The employee service tells of units, of the dictionary, of positions, of civil servants and their levels."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from asn_kernel.codes import Employment
from evaluation_service.domain.staff import Assignment, Competency, Employee, Level, PositionStandard, Unit
from evaluation_service.persistence import competencies, staff
from evaluation_service.subscriptions import bounds
from evaluation_service.usecases import keep_staff


class UnitRegistered(msgspec.Struct):
    """The fields used of asn.employee.unit-registered.v1, unit-revised.v1 and unit-withdrawn.v1, which adds its day."""

    unit_id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None = None
    effective_date: date | None = None


class CompetencyDefined(msgspec.Struct):
    """The fields used of asn.employee.competency-defined.v1."""

    code: bounds.Code
    name: str
    kind: str


class StandardLevel(msgspec.Struct):
    """One line of a position's standard."""

    competency_code: bounds.Code
    level: bounds.Level


class PositionStandardSet(msgspec.Struct):
    """The fields used of asn.employee.position-standard-set.v1."""

    position_id: UUID
    unit_id: UUID
    service_ids: list[UUID]
    standard: list[StandardLevel]
    effective_date: date


class EmployeeAssigned(msgspec.Struct):
    """The fields used of asn.employee.employee-assigned.v1."""

    employee_id: UUID
    position_id: UUID
    unit_id: UUID
    effective_date: date


class EmployeeRegistered(msgspec.Struct):
    """What asn.employee.employee-registered.v1, which holds an assignment too, and employee-corrected.v1 both say."""

    employee_id: UUID
    employment: Employment


class CompetencyLevelRecorded(msgspec.Struct):
    """The fields used of asn.employee.competency-level-recorded.v1."""

    employee_id: UUID
    competency_code: bounds.Code
    level: bounds.Level
    recorded_at: bounds.Instant


def on_units_registered(session: Session, events: Sequence[Event]) -> None:
    """Keep the units, new, revised or withdrawn."""
    staff.keep_units(session, [_unit(event) for event in events])


def on_competencies_defined(session: Session, events: Sequence[Event]) -> None:
    """Keep the competencies."""
    competencies.keep(session, [_competency(event) for event in events])


def on_position_standard_set(session: Session, event: Event) -> None:
    """Keep the standard, and see whom findings concern by it."""
    keep_staff.keep_standard(session, standard_of(event), at=now())


def on_employee_registered(session: Session, event: Event) -> None:
    """Keep the employment and the first assignment, and see which findings concern the person."""
    staff.keep_employees(session, [employee_of(event)])
    keep_staff.keep_assignment(session, assignment_of(event), at=now())


def on_employees_corrected(session: Session, events: Sequence[Event]) -> None:
    """Keep the employment."""
    staff.keep_employees(session, [employee_of(event) for event in events])


def on_employee_assigned(session: Session, event: Event) -> None:
    """Keep the assignment, and see which findings concern the person by it."""
    keep_staff.keep_assignment(session, assignment_of(event), at=now())


def on_competency_level_recorded(session: Session, event: Event) -> None:
    """Keep the level, and see which needs it meets."""
    keep_staff.keep_level(session, level_of(event), at=now())


def standard_of(event: Event) -> PositionStandard:
    """Read what a position asks for from a day on."""
    told = read(event, PositionStandardSet)
    return PositionStandard(
        position_id=told.position_id,
        effective_date=bounds.effective(told.effective_date),
        unit_id=told.unit_id,
        service_ids=sorted(set(told.service_ids)),
        standard={line.competency_code: line.level for line in told.standard},
        version=event.aggregateversion,
    )


def employee_of(event: Event) -> Employee:
    """Read how somebody is employed."""
    told = read(event, EmployeeRegistered)
    return Employee(told.employee_id, told.employment, event.aggregateversion)


def assignment_of(event: Event) -> Assignment:
    """Read where somebody serves from a day on."""
    told = read(event, EmployeeAssigned)
    day = bounds.effective(told.effective_date)
    return Assignment(told.employee_id, day, told.position_id, told.unit_id, event.aggregateversion)


def level_of(event: Event) -> Level:
    """Read a recorded level."""
    told = read(event, CompetencyLevelRecorded)
    return Level(told.employee_id, told.competency_code, event.aggregateversion, told.level, told.recorded_at)


def _unit(event: Event) -> Unit:
    told = read(event, UnitRegistered)
    return Unit(
        told.unit_id,
        told.code,
        told.name,
        told.kind,
        told.parent_id,
        event.aggregateversion,
        withdrawal_date=told.effective_date,
    )


def _competency(event: Event) -> Competency:
    told = read(event, CompetencyDefined)
    return Competency(told.code, told.name, told.kind, event.aggregateversion)
