"""Writes an event into the outbox, in the caller's transaction."""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from asn_chassis.database import contracts_of, tables_of
from asn_chassis.event import Event


def record(session: Session, event: Event) -> None:
    """Check the event against its contract and insert it; ContractBreach when it breaks its promise.

    The session is flushed first: the aggregate's row is locked before `seq` is drawn, so that the events of one
    aggregate have the order of its changes. A Core insert, because the ORM would order it by table name.
    """
    wire = event.to_wire()
    contracts_of(session).check(event, wire)
    session.flush()
    session.execute(insert(tables_of(session).outbox).values(event_id=event.id, key=event.key, payload=wire))
