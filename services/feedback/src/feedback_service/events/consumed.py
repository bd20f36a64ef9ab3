"""What the feedback service listens to: tolerant readers and one table."""

from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.handlers import Handlers, each
from asn_chassis.events.reading import read
from feedback_service.domain.unit import Unit
from feedback_service.usecases.keep_unit import keep_unit


class UnitRegistered(msgspec.Struct):
    """What this service uses of a registered unit."""

    unit_id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None = None


def on_unit_registered(session: Session, event: Event) -> None:
    """Keep the unit, so that public services can be registered for it."""
    news = read(event, UnitRegistered)
    unit = Unit(
        id=news.unit_id,
        code=news.code,
        name=news.name,
        kind=news.kind,
        parent_id=news.parent_id,
        version=event.aggregateversion,
    )
    keep_unit(session, unit)


HANDLERS: Handlers = {
    "asn.employee.unit-registered.v1": each(on_unit_registered),
}
