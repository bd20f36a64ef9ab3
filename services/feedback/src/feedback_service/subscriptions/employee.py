"""What this service does about the employee service's events."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from feedback_service.domain.unit import Unit
from feedback_service.usecases.keep_unit import keep_unit


class UnitRegistered(msgspec.Struct):
    """What this service uses of a unit, registered, revised or withdrawn; the last alone has a day."""

    unit_id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None = None
    effective_date: date | None = None


def on_unit_registered(session: Session, event: Event) -> None:
    """Keep the unit, so that public services can be registered for it, as long as it is."""
    unit = read(event, UnitRegistered)
    keep_unit(
        session,
        Unit(
            id=unit.unit_id,
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            parent_id=unit.parent_id,
            version=event.aggregateversion,
            withdrawal_date=unit.effective_date,
        ),
    )
