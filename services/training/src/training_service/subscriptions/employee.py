"""The employee service tells of units, of the competency dictionary, of civil servants and their levels."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from training_service.domain.competency import Competency
from training_service.domain.staff import CompetencyLevel, Employee
from training_service.domain.unit import Unit
from training_service.usecases.keep_dictionary import keep_dictionary
from training_service.usecases.keep_staff import keep_employees, keep_levels
from training_service.usecases.keep_units import keep_units

Code = Annotated[str, Meta(pattern="^[A-Z][A-Z0-9_]{2,49}$")]


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

    competency_id: UUID
    code: Code
    name: str
    kind: str


class EmployeeRegistered(msgspec.Struct):
    """The fields used of asn.employee.employee-registered.v1 and employee-corrected.v1."""

    employee_id: UUID
    employment: str


class CompetencyLevelRecorded(msgspec.Struct):
    """The fields used of asn.employee.competency-level-recorded.v1."""

    employee_id: UUID
    competency_code: Code
    level: Annotated[int, Meta(ge=1, le=5)]
    recorded_at: Annotated[datetime, Meta(tz=True)]


def on_units_registered(session: Session, events: Sequence[Event]) -> None:
    """Keep the units, new, revised or withdrawn."""
    keep_units(session, units=[_unit(event) for event in events])


def on_competencies_defined(session: Session, events: Sequence[Event]) -> None:
    """Keep the competencies."""
    keep_dictionary(session, added=[_competency(event) for event in events])


def on_employees_registered(session: Session, events: Sequence[Event]) -> None:
    """Keep the kinds of employment, as registered or corrected."""
    keep_employees(session, employees=[_employee(event) for event in events])


def on_competency_levels_recorded(session: Session, events: Sequence[Event]) -> None:
    """Keep the levels."""
    keep_levels(session, levels=[_level(event) for event in events])


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
    return Competency(told.code, told.name, told.kind, event.aggregateversion, told.competency_id)


def _employee(event: Event) -> Employee:
    told = read(event, EmployeeRegistered)
    return Employee(told.employee_id, told.employment, event.aggregateversion)


def _level(event: Event) -> CompetencyLevel:
    told = read(event, CompetencyLevelRecorded)
    return CompetencyLevel(told.employee_id, told.competency_code, told.level, told.recorded_at, event.aggregateversion)
