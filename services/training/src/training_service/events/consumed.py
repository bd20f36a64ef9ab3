"""What training listens to: tolerant readers and one table of subscriptions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.handlers import Handlers, batch, each, flow_of
from asn_chassis.events.reading import read
from training_service.domain.employee import Employee
from training_service.domain.need import Cause, TrainingNeed
from training_service.domain.reason import Reason
from training_service.usecases.confirm_need import confirm_need
from training_service.usecases.keep_employees import keep_employees
from training_service.usecases.register_needs import register_needs

Level = Annotated[int, Meta(ge=1, le=5)]
Instant = Annotated[datetime, Meta(tz=True)]


class NeedIdentified(msgspec.Struct):
    """The fields used of asn.evaluation.training-need-identified.v1."""

    need_id: UUID
    employee_id: UUID
    unit_id: UUID
    competency_code: str
    target_level: Level
    gap: Annotated[int, Meta(ge=0, le=5)]
    gap_class: str
    priority: Annotated[int, Meta(ge=1, le=100)]
    confirmation_required: bool
    cause: Cause
    rule_version: str
    reasons: tuple[Reason, ...]
    identified_at: Instant
    current_level: Annotated[int, Meta(ge=0, le=5)] | None = None


class NeedConfirmed(msgspec.Struct):
    """The fields used of asn.evaluation.training-need-confirmed.v1."""

    need_id: UUID
    confirmed_at: Instant


class EmployeeRegistered(msgspec.Struct):
    """The fields used of asn.employee.employee-registered.v1."""

    employee_id: UUID
    employment: str


def on_needs_identified(session: Session, events: Sequence[Event]) -> None:
    """Enter the needs into the register."""
    register_needs(session, [_need(event) for event in events])


def on_need_confirmed(session: Session, event: Event) -> None:
    """Open the need."""
    said = read(event, NeedConfirmed)
    confirm_need(session, need_id=said.need_id, confirmed_at=said.confirmed_at)


def on_employees_registered(session: Session, events: Sequence[Event]) -> None:
    """Keep the replicas."""
    said = [(read(event, EmployeeRegistered), event.aggregateversion) for event in events]
    keep_employees(session, [Employee(each.employee_id, each.employment, version) for each, version in said])


def _need(event: Event) -> TrainingNeed:
    said = read(event, NeedIdentified)
    return TrainingNeed(
        id=said.need_id,
        employee_id=said.employee_id,
        unit_id=said.unit_id,
        competency_code=said.competency_code,
        current_level=said.current_level,
        target_level=said.target_level,
        gap=said.gap,
        gap_class=said.gap_class,
        priority=said.priority,
        confirmation_required=said.confirmation_required,
        cause=said.cause,
        rule_version=said.rule_version,
        identified_at=said.identified_at,
        correlation_id=flow_of(event).correlation_id,
        reasons=said.reasons,
    )


HANDLERS: Handlers = {
    "asn.evaluation.training-need-identified.v1": batch(on_needs_identified),
    "asn.evaluation.training-need-confirmed.v1": each(on_need_confirmed),
    "asn.employee.employee-registered.v1": batch(on_employees_registered),
}
