"""The replicas of what the employee service says about logins and about who serves where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy import Table
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_chassis.events.event import Event
from asn_chassis.events.handlers import Handler, batch
from asn_chassis.events.reading import read
from asn_chassis.service import Replica

Instant = Annotated[datetime, Meta(tz=True)]
REGISTERED = "asn.employee.employee-registered.v1"
ASSIGNED = "asn.employee.employee-assigned.v1"


class LoginTold(msgspec.Struct):
    """The fields used of asn.employee.login-linked.v1 and of login-unlinked.v1, which adds when it ended."""

    login_id: UUID
    employee_id: UUID
    issuer: str
    subject: str
    linked_at: Instant
    withdrawn_at: Instant | None = None


class AssignmentTold(msgspec.Struct):
    """The fields used of asn.employee.employee-registered.v1 and employee-assigned.v1."""

    employee_id: UUID
    unit_id: UUID
    effective_date: date


@dataclass(frozen=True)
class Login:
    """A row of `logins`."""

    id: UUID
    employee_id: UUID
    issuer: str
    subject: str
    linked_at: datetime
    withdrawn_at: datetime | None
    version: int


@dataclass(frozen=True)
class Assignment:
    """A row of `assignments`."""

    employee_id: UUID
    effective_date: date
    unit_id: UUID
    version: int


def login_replica(table: Table) -> Replica:
    """Return the replica that keeps `logins`."""

    def keep(session: Session, events: Sequence[Event]) -> None:
        rows.keep_newer(session, table, [_login(event) for event in events])

    handler = batch(keep)
    return Replica((table,), {f"asn.employee.{fact}.v1": handler for fact in ("login-linked", "login-unlinked")})


def keeps_assignments(table: Table) -> Handler:
    """Return the handler that keeps `assignments`, of REGISTERED and of ASSIGNED."""

    def keep(session: Session, events: Sequence[Event]) -> None:
        rows.keep_newer(session, table, [_assignment(event) for event in events])

    return batch(keep)


def _login(event: Event) -> Login:
    told = read(event, LoginTold)
    return Login(
        id=told.login_id,
        employee_id=told.employee_id,
        issuer=told.issuer,
        subject=told.subject,
        linked_at=told.linked_at,
        withdrawn_at=told.withdrawn_at,
        version=event.aggregateversion,
    )


def _assignment(event: Event) -> Assignment:
    told = read(event, AssignmentTold)
    return Assignment(told.employee_id, told.effective_date, told.unit_id, event.aggregateversion)
