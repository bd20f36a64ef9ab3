"""The facts that this service publishes, each as an event; ids only, never a NIP or a name of a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from asn_chassis.events.event import Event
from employee_service.domain.career import Assignment
from employee_service.domain.competency import Competency
from employee_service.domain.employee import Employee
from employee_service.domain.login import Login
from employee_service.domain.position import Position, Standard
from employee_service.domain.profile import ProfileEntry
from employee_service.domain.unit import Unit

UNIT_REGISTERED = "asn.employee.unit-registered.v1"
UNIT_REVISED = "asn.employee.unit-revised.v1"
UNIT_WITHDRAWN = "asn.employee.unit-withdrawn.v1"
COMPETENCY_DEFINED = "asn.employee.competency-defined.v1"
POSITION_STANDARD_SET = "asn.employee.position-standard-set.v1"
POSITION_REVISED = "asn.employee.position-revised.v1"
POSITION_WITHDRAWN = "asn.employee.position-withdrawn.v1"
EMPLOYEE_REGISTERED = "asn.employee.employee-registered.v1"
EMPLOYEE_CORRECTED = "asn.employee.employee-corrected.v1"
EMPLOYEE_ASSIGNED = "asn.employee.employee-assigned.v1"
LOGIN_LINKED = "asn.employee.login-linked.v1"
LOGIN_UNLINKED = "asn.employee.login-unlinked.v1"
COMPETENCY_LEVEL_RECORDED = "asn.employee.competency-level-recorded.v1"


def unit_registered(unit: Unit, *, at: datetime) -> Event:
    """Say that a unit is known."""
    return _unit(UNIT_REGISTERED, unit, at)


def unit_revised(unit: Unit, *, at: datetime) -> Event:
    """Say what a unit is like from now on."""
    return _unit(UNIT_REVISED, unit, at)


def unit_withdrawn(unit: Unit, *, at: datetime) -> Event:
    """Say from which day on a unit is no more; why stays here."""
    return _unit(UNIT_WITHDRAWN, unit, at, effective_date=unit.withdrawal_date)


def _unit(event_type: str, unit: Unit, at: datetime, **more: Any) -> Event:
    return Event.of(
        event_type,
        subject=f"units/{unit.id}",
        key=unit.id,
        version=unit.version,
        at=at,
        classification="public",
        data={
            "unit_id": unit.id,
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent_id": unit.parent_id,
            **more,
        },
    )


def competency_defined(competency: Competency, *, at: datetime) -> Event:
    """Say that the dictionary has one more entry."""
    return Event.of(
        COMPETENCY_DEFINED,
        subject=f"competencies/{competency.id}",
        key=competency.id,
        version=competency.version,
        at=at,
        classification="public",
        data={
            "competency_id": competency.id,
            "code": competency.code,
            "name": competency.name,
            "kind": competency.kind,
            "source": competency.source,
        },
    )


def position_standard_set(position: Position, standard: Standard, *, at: datetime) -> Event:
    """Say what a position asks for, and whom it serves, from a day on."""
    return _position(
        POSITION_STANDARD_SET,
        position,
        at,
        service_ids=list(standard.service_ids),
        standard=[{"competency_code": code, "level": level} for code, level in standard.levels.items()],
        effective_date=standard.effective_date,
    )


def position_revised(position: Position, *, at: datetime) -> Event:
    """Say how a position is called and graded from now on."""
    return _position(POSITION_REVISED, position, at)


def position_withdrawn(position: Position, *, at: datetime) -> Event:
    """Say from which day on a position is no more; why stays here."""
    return _position(POSITION_WITHDRAWN, position, at, effective_date=position.withdrawal_date)


def _position(event_type: str, position: Position, at: datetime, **more: Any) -> Event:
    return Event.of(
        event_type,
        subject=f"positions/{position.id}",
        key=position.id,
        version=position.version,
        at=at,
        classification="internal",
        data={
            "position_id": position.id,
            "unit_id": position.unit_id,
            "title": position.title,
            "job_level": position.job_level,
            **more,
        },
    )


def employee_corrected(employee: Employee, *, at: datetime) -> Event:
    """Say that what is known of a civil servant was set right; the NIP and the name stay here."""
    return Event.of(
        EMPLOYEE_CORRECTED,
        subject=f"employees/{employee.id}",
        key=employee.id,
        version=employee.version,
        at=at,
        classification="personal",
        data={"employee_id": employee.id, "employment": employee.employment},
    )


def employee_registered(employee: Employee, first: Assignment, *, at: datetime) -> Event:
    """Say that a civil servant is known, and holds a position from a day on."""
    return Event.of(
        EMPLOYEE_REGISTERED,
        subject=f"employees/{employee.id}",
        key=employee.id,
        version=employee.version,
        at=at,
        classification="personal",
        data={
            "employee_id": employee.id,
            "employment": employee.employment,
            "position_id": first.position_id,
            "unit_id": first.unit_id,
            "effective_date": first.effective_date,
        },
    )


def employee_assigned(assignment: Assignment, *, version: int, at: datetime) -> Event:
    """Say that a civil servant holds another position from a day on."""
    return Event.of(
        EMPLOYEE_ASSIGNED,
        subject=f"employees/{assignment.employee_id}",
        key=assignment.employee_id,
        version=version,
        at=at,
        classification="personal",
        data={
            "employee_id": assignment.employee_id,
            "position_id": assignment.position_id,
            "unit_id": assignment.unit_id,
            "effective_date": assignment.effective_date,
        },
    )


def competency_level_recorded(employee_id: UUID, entry: ProfileEntry, *, version: int, at: datetime) -> Event:
    """Say what the profile of a civil servant now states."""
    return Event.of(
        COMPETENCY_LEVEL_RECORDED,
        subject=f"employees/{employee_id}",
        key=employee_id,
        version=version,
        at=at,
        classification="personal",
        data={
            "employee_id": employee_id,
            "competency_code": entry.competency_code,
            "level": entry.level,
            "evidence": entry.evidence,
            "recorded_at": entry.recorded_at,
        },
    )


def login_linked(login: Login, *, at: datetime) -> Event:
    """Say that an issuer's subject is this employee, at once."""
    return _about_login(LOGIN_LINKED, login, at=at)


def login_unlinked(login: Login, *, at: datetime) -> Event:
    """Say that it is so no longer, at once."""
    return _about_login(LOGIN_UNLINKED, login, at=at, withdrawn_at=login.withdrawn_at)


def _about_login(event_type: str, login: Login, *, at: datetime, **ended: datetime | None) -> Event:
    return Event.of(
        event_type,
        subject=f"logins/{login.id}",
        key=login.id,
        version=login.version,
        at=at,
        classification="personal",
        data={
            "login_id": login.id,
            "employee_id": login.employee_id,
            "issuer": login.issuer,
            "subject": login.subject,
            "linked_at": login.linked_at,
            **ended,
        },
    )
