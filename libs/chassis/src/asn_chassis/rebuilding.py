"""Builds a read model again from the events it is made of, to exactly the content that consuming has given it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, text, tuple_
from sqlalchemy.orm import Session

from asn_chassis.applying import Applier
from asn_chassis.database import Database, tables_of
from asn_chassis.errors import Unprocessable
from asn_chassis.event import Event
from asn_chassis.service import Replica
from asn_chassis.transport import Record


class HistoryIncomplete(Exception):
    """The stream no longer holds its first events: rebuilding from it would lose what they said."""


@dataclass(frozen=True)
class History:
    """A stream from its first message on, and how far this service has consumed it."""

    records: Callable[[], Iterator[Sequence[Record]]]
    # The first position of each partition that is not known to be consumed.
    consumed: Callable[[], Mapping[int, int]]


def rebuild(database: Database, replica: Replica, histories: Mapping[str, History]) -> int:
    """Empty the replica's tables and apply its events again, in one transaction; return how many events.

    Consumers wait meanwhile: what is applied is exactly what they have applied, no event more or less.
    HistoryIncomplete, with nothing changed, when a stream does not reach back to its beginning.
    """
    applier = Applier(replica.handlers)
    total = 0
    with database.transaction() as session:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        # Whoever claims an event must wait from here on; reads of the replica go on.
        session.execute(text("LOCK TABLE inbox IN SHARE ROW EXCLUSIVE MODE"))
        for table in reversed(replica.tables):
            session.execute(delete(table))
        for history in histories.values():
            consumed = history.consumed()
            for records in history.records():
                events = _applied(session, applier, records, consumed)
                applier.handle(session, events)
                total += len(events)
    return total


def _applied(session: Session, applier: Applier, records: Sequence[Record], consumed: Mapping[int, int]) -> list[Event]:
    """Return the events among these records that this service has applied, in order and each once."""
    pairs = [(record, event) for record in records if (event := _event(applier, record)) is not None]
    claimed = _claimed(session, [event for _, event in pairs])
    buried = _buried(session, [record for record, _ in pairs])
    return [
        event
        for record, event in pairs
        if (event.source, event.id) in claimed
        # The inbox forgets after a while; what lies behind the consumer and was never buried has been applied.
        or (record.position < consumed.get(record.partition, 0) and (record.partition, record.position) not in buried)
    ]


def _event(applier: Applier, record: Record) -> Event | None:
    try:
        events = applier.decode([record])
    except Unprocessable:
        return None  # a dead letter
    return events[0] if events else None


def _claimed(session: Session, events: Sequence[Event]) -> set[tuple[str, object]]:
    inbox = tables_of(session).inbox.c
    wanted = tuple_(inbox.source, inbox.event_id).in_([(event.source, event.id) for event in events])
    return {(row.source, row.event_id) for row in session.execute(select(inbox.source, inbox.event_id).where(wanted))}


def _buried(session: Session, records: Sequence[Record]) -> set[tuple[int, int]]:
    if not records:
        return set()
    letter = tables_of(session).dead_letter.c
    places = tuple_(letter.partition, letter.position).in_([(record.partition, record.position) for record in records])
    query = select(letter.partition, letter.position).where(letter.stream == records[0].stream, places)
    return {(row.partition, row.position) for row in session.execute(query)}
