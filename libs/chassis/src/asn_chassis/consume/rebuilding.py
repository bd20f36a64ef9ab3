"""Builds a read model again from the events it is made of, to exactly the content that consuming has given it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select, text, tuple_
from sqlalchemy.orm import Session

from asn_chassis.consume.applying import Applier
from asn_chassis.database import Database, tables_of
from asn_chassis.errors import Unprocessable
from asn_chassis.events.event import Event
from asn_chassis.events.record import Record
from asn_chassis.service import Replica


class HistoryIncomplete(Exception):
    """The stream no longer holds its first events: rebuilding from it would lose what they said."""


@dataclass(frozen=True)
class History:
    """A stream from its first message on, and how far this service has consumed it."""

    records: Callable[[], Iterator[Sequence[Record]]]
    # The first position of each partition that is not known to be consumed.
    consumed: Callable[[], Mapping[int, int]]


def rebuild(database: Database, replica: Replica, histories: Mapping[str, History]) -> int:
    """Apply the replica's events to empty tables and carry the difference over, in one transaction; return how many.

    Consumers wait meanwhile: what is applied is exactly what they have applied, no event more or less. Readers see
    the old content until the end, and rows that were right are not touched. HistoryIncomplete, with nothing changed,
    when a stream does not reach back to its beginning.
    """
    applier = Applier(replica.handlers)
    total = 0
    # A session of its own: a statement that it had prepared before would not see the empty tables.
    with database.connection() as connection, database.transaction(connection) as session:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0"))
        # Whoever claims an event must wait from here on.
        session.execute(text("LOCK TABLE inbox IN SHARE ROW EXCLUSIVE MODE"))
        schema = str(session.scalar(text("SELECT current_schema()")))
        for table in replica.tables:
            _shadow(session, table, schema)
        for history in histories.values():
            consumed = history.consumed()
            for records in history.records():
                events = _applied(session, applier, records, consumed)
                applier.handle(session, events)
                total += len(events)
        session.flush()
        for table in replica.tables:
            _carry_over(session, table, schema)
    return total


def _shadow(session: Session, table: Table, schema: str) -> None:
    """Put an empty table of the same name before the real one, for this transaction and its handlers only."""
    name = _quoted(table.name)
    session.execute(text(f"CREATE TEMP TABLE {name} (LIKE {_quoted(schema)}.{name} INCLUDING ALL) ON COMMIT DROP"))


def _carry_over(session: Session, table: Table, schema: str) -> None:
    """Make the real table's rows those of the shadow."""
    name = _quoted(table.name)
    real = f"{_quoted(schema)}.{name}"
    columns = [_quoted(column.name) for column in table.columns]
    keys = [_quoted(column.name) for column in table.primary_key.columns]
    same = " AND ".join(f"new.{key} = old.{key}" for key in keys)
    both = [f"({', '.join(f'{row}.{column}' for column in columns)})" for row in ("old", "excluded")]
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
    # The names are those of our own metadata.
    gone = f"DELETE FROM {real} AS old WHERE NOT EXISTS (SELECT FROM pg_temp.{name} AS new WHERE {same})"  # noqa: S608
    session.execute(text(gone))
    session.execute(
        text(
            f"INSERT INTO {real} AS old ({', '.join(columns)}) SELECT {', '.join(columns)} FROM pg_temp.{name} "  # noqa: S608
            f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes} WHERE {both[0]} IS DISTINCT FROM {both[1]}"
        )
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


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
