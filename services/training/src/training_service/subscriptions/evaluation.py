"""The evaluation service tells which training needs there are, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.handlers import flow_of
from asn_chassis.events.reading import read
from asn_kernel.period import PATTERN
from asn_kernel.reason import Plain, Reason
from training_service.domain.need import Cause, Notice, NoticeKind, TrainingNeed
from training_service.usecases import keep_notices as notices
from training_service.usecases.register_needs import register_needs

Level = Annotated[int, Meta(ge=1, le=5)]
Instant = Annotated[datetime, Meta(tz=True)]


class ToldReason(msgspec.Struct):
    """One reason; a number with a fraction is kept as text, as every decimal is."""

    code: str
    text_id: str
    text_en: str
    values: dict[str, str | int | bool | float | None] = {}

    def kept(self) -> Reason:
        """Return it as it is kept."""
        values: dict[str, Plain] = {
            name: str(value) if isinstance(value, float) else value for name, value in self.values.items()
        }
        return Reason(self.code, self.text_id, self.text_en, values)


class ToldCause(msgspec.Struct):
    """What brought the need to light."""

    kind: str
    id: UUID
    period: Annotated[str, Meta(pattern=f"^(?:{PATTERN})$")]
    element: str | None = None


class TrainingNeedIdentified(msgspec.Struct):
    """The fields used of asn.evaluation.training-need-identified.v1."""

    need_id: UUID
    employee_id: UUID
    unit_id: UUID
    competency_code: Annotated[str, Meta(pattern="^[A-Z][A-Z0-9_]{2,49}$")]
    target_level: Level
    gap: Annotated[int, Meta(ge=0, le=5)]
    gap_class: str
    priority: Annotated[int, Meta(ge=1, le=100)]
    confirmation_required: bool
    cause: ToldCause
    rule_version: str
    reasons: tuple[ToldReason, ...]
    identified_at: Instant
    current_level: Annotated[int, Meta(ge=0, le=5)] | None = None


class TrainingNeedConfirmed(msgspec.Struct):
    """The fields used of asn.evaluation.training-need-confirmed.v1."""

    need_id: UUID
    employee_id: UUID
    confirmed_at: Instant


class TrainingNeedMet(msgspec.Struct):
    """The fields used of asn.evaluation.training-need-met.v1."""

    need_id: UUID
    employee_id: UUID
    level: Level
    met_at: Instant


class TrainingNeedWithdrawn(msgspec.Struct):
    """The fields used of asn.evaluation.training-need-withdrawn.v1."""

    need_id: UUID
    employee_id: UUID
    reasons: tuple[ToldReason, ...]
    withdrawn_at: Instant


def on_training_needs_identified(session: Session, events: Sequence[Event]) -> None:
    """Enter the needs into the register."""
    register_needs(session, needs=[_need(event) for event in events])


def on_training_needs_confirmed(session: Session, events: Sequence[Event]) -> None:
    """Open the needs."""
    notices.keep_notices(session, notices=[confirmed(event) for event in events])


def on_training_needs_met(session: Session, events: Sequence[Event]) -> None:
    """End the needs."""
    notices.keep_notices(session, notices=[met(event) for event in events])


def on_training_needs_withdrawn(session: Session, events: Sequence[Event]) -> None:
    """End the needs."""
    notices.keep_notices(session, notices=[withdrawn(event) for event in events])


def confirmed(event: Event) -> Notice:
    """Read the confirmation of a need."""
    told = read(event, TrainingNeedConfirmed)
    return Notice(told.need_id, told.employee_id, NoticeKind.CONFIRMED, told.confirmed_at, event.aggregateversion)


def met(event: Event) -> Notice:
    """Read that a need was met."""
    told = read(event, TrainingNeedMet)
    return Notice(told.need_id, told.employee_id, NoticeKind.MET, told.met_at, event.aggregateversion, told.level)


def withdrawn(event: Event) -> Notice:
    """Read that a need was withdrawn."""
    told = read(event, TrainingNeedWithdrawn)
    return Notice(
        told.need_id,
        told.employee_id,
        NoticeKind.WITHDRAWN,
        told.withdrawn_at,
        event.aggregateversion,
        reasons=tuple(reason.kept() for reason in told.reasons),
    )


def _need(event: Event) -> TrainingNeed:
    told = read(event, TrainingNeedIdentified)
    cause = told.cause
    return TrainingNeed(
        id=told.need_id,
        employee_id=told.employee_id,
        unit_id=told.unit_id,
        competency_code=told.competency_code,
        current_level=told.current_level,
        target_level=told.target_level,
        gap=told.gap,
        gap_class=told.gap_class,
        priority=told.priority,
        confirmation_required=told.confirmation_required,
        cause=Cause(kind=cause.kind, id=cause.id, period=cause.period, element=cause.element),
        rule_version=told.rule_version,
        identified_at=told.identified_at,
        correlation_id=flow_of(event).correlation_id,
        reasons=tuple(reason.kept() for reason in told.reasons),
    )
