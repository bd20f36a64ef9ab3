"""Writes events into the outbox, in the caller's transaction."""

from typing import Any

from sqlalchemy import DateTime, bindparam, func, insert
from sqlalchemy.orm import Session

from asn_chassis.database import contracts_of, tables_of
from asn_chassis.errors import ContractBreach
from asn_chassis.events.event import Event
from asn_chassis.limits import MAX_EVENT_BYTES


def record(session: Session, *events: Event) -> None:
    """Check the events against their contracts and insert them in this order; ContractBreach at a broken promise.

    Larger than the broker takes is a broken promise too: such an event could never leave. The session is flushed
    first: the aggregate's row is locked before `seq` is drawn, so that the events of one aggregate have the order of
    its changes. A Core insert, because the ORM would order it by table name. The row of an anonymous event is dated by
    its day, as the event is.
    """
    contracts, rows = contracts_of(session), []
    for event in events:
        wire = event.to_wire()
        if len(wire) > MAX_EVENT_BYTES:
            raise ContractBreach(f"{event.type}: {len(wire)} bytes, and an event has {MAX_EVENT_BYTES} at most")
        contracts.check(event, wire)
        rows.append(_row(event, wire))
    session.flush()
    if rows:
        dated = func.coalesce(bindparam("dated", type_=DateTime(timezone=True)), func.now())
        # Nothing is asked back: whoever may record an event may not read it.
        session.execute(insert(tables_of(session).outbox).values(created_at=dated).inline(), rows)


def _row(event: Event, wire: bytes) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "type": event.type,
        "class": event.dataclassification,
        "subject": event.subject,
        "key": event.key,
        "payload": wire,
        "dated": event.time if event.is_anonymous else None,
    }
