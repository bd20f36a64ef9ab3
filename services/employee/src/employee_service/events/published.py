"""The facts that this service tells others, each as an event; ids only, never a NIP or a name."""

from datetime import datetime

from asn_chassis.events.event import Event
from employee_service.domain.employee import CompetencyLevelRecorded, EmployeeAssigned, EmployeeRegistered
from employee_service.domain.position import PositionStandardSet
from employee_service.domain.unit import UnitRegistered

UNIT_REGISTERED = "asn.employee.unit-registered.v1"
POSITION_STANDARD_SET = "asn.employee.position-standard-set.v1"
EMPLOYEE_REGISTERED = "asn.employee.employee-registered.v1"
EMPLOYEE_ASSIGNED = "asn.employee.employee-assigned.v1"
COMPETENCY_LEVEL_RECORDED = "asn.employee.competency-level-recorded.v1"


def unit_registered(fact: UnitRegistered, *, at: datetime) -> Event:
    """Tell that a unit is known."""
    return Event.of(
        UNIT_REGISTERED,
        subject=f"units/{fact.unit_id}",
        key=fact.unit_id,
        version=fact.version,
        at=at,
        classification="public",
        data={
            "unit_id": fact.unit_id,
            "code": fact.code,
            "name": fact.name,
            "kind": fact.kind,
            "parent_id": fact.parent_id,
        },
    )


def position_standard_set(fact: PositionStandardSet, *, at: datetime) -> Event:
    """Tell what a position asks for."""
    standard = sorted(fact.standard.items())
    return Event.of(
        POSITION_STANDARD_SET,
        subject=f"positions/{fact.position_id}",
        key=fact.position_id,
        version=fact.version,
        at=at,
        classification="internal",
        data={
            "position_id": fact.position_id,
            "unit_id": fact.unit_id,
            "title": fact.title,
            "job_level": fact.job_level,
            "serves_public": fact.serves_public,
            "standard": [{"competency_code": code, "level": level} for code, level in standard],
            "effective_date": fact.effective_date,
        },
    )


def employee_registered(fact: EmployeeRegistered, *, at: datetime) -> Event:
    """Tell that an employee is known."""
    return Event.of(
        EMPLOYEE_REGISTERED,
        subject=f"employees/{fact.employee_id}",
        key=fact.employee_id,
        version=fact.version,
        at=at,
        classification="personal",
        data={
            "employee_id": fact.employee_id,
            "position_id": fact.position_id,
            "unit_id": fact.unit_id,
            "employment": fact.employment,
        },
    )


def employee_assigned(fact: EmployeeAssigned, *, at: datetime) -> Event:
    """Tell that an employee holds another position."""
    return Event.of(
        EMPLOYEE_ASSIGNED,
        subject=f"employees/{fact.employee_id}",
        key=fact.employee_id,
        version=fact.version,
        at=at,
        classification="personal",
        data={
            "employee_id": fact.employee_id,
            "position_id": fact.position_id,
            "unit_id": fact.unit_id,
            "effective_date": fact.effective_date,
        },
    )


def competency_level_recorded(fact: CompetencyLevelRecorded, *, at: datetime) -> Event:
    """Tell what the profile of an employee now states."""
    return Event.of(
        COMPETENCY_LEVEL_RECORDED,
        subject=f"employees/{fact.employee_id}",
        key=fact.employee_id,
        version=fact.version,
        at=at,
        classification="personal",
        data={
            "employee_id": fact.employee_id,
            "competency_code": fact.competency_code,
            "level": fact.level,
            "evidence": fact.evidence,
            "recorded_at": fact.recorded_at,
        },
    )
