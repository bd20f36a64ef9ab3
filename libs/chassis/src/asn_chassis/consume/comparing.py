"""Compares the log of one source with what this service has consumed of it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, text
from sqlalchemy.orm import Session

from asn_chassis.database import Database, tables_of
from asn_chassis.errors import Unprocessable
from asn_chassis.events import names
from asn_chassis.events.event import Event
from asn_chassis.events.record import Record

# Pages of a source's log behind a position: of these types, of all without them.
Log = Callable[[int, Collection[str]], Iterator[Sequence[Record]]]

# What is younger may still be on its way through Kafka.
ON_ITS_WAY = timedelta(seconds=60)
# An event that tells its day alone is as old as its day at least.
A_DAY = timedelta(days=1)

_make = text("""
    CREATE TEMP TABLE logged_event (event_id uuid PRIMARY KEY, type text NOT NULL, day date NOT NULL,
        position bigint NOT NULL, due_at timestamptz NOT NULL, standing text);
    CREATE TEMP TABLE set_aside (event_id uuid PRIMARY KEY, open boolean NOT NULL)
""")
_keep = text("""
    INSERT INTO logged_event (event_id, type, day, position, due_at)
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[]), CAST(:days AS date[]),
        CAST(:positions AS bigint[]), CAST(:due AS timestamptz[]))
    ON CONFLICT DO NOTHING
""")
_set_aside = text("INSERT INTO set_aside VALUES (CAST(:id AS uuid), :open) ON CONFLICT DO NOTHING")
# One statement, so one snapshot: the inbox and the cursor are committed together.
_judge = text("""
    UPDATE logged_event AS logged SET standing = CASE
        WHEN EXISTS (SELECT FROM inbox WHERE source = :source AND event_id = logged.event_id) THEN 'consumed'
        WHEN EXISTS (SELECT FROM set_aside WHERE event_id = logged.event_id AND open) THEN 'waiting'
        WHEN EXISTS (SELECT FROM set_aside WHERE event_id = logged.event_id) THEN 'given up'
        WHEN :now OR CASE WHEN :by_cursor THEN position <= coalesce(
            (SELECT cursor.position FROM cursor WHERE stream = :stream), 0) ELSE due_at < now() END THEN 'missing'
        ELSE 'on its way' END
    WHERE type = ANY(CAST(:types AS text[]))
""")
_compare = text("""
    SELECT type, day, count(*) AS published, count(*) FILTER (WHERE standing = 'consumed') AS consumed,
           count(*) FILTER (WHERE standing = 'waiting') AS waiting,
           count(*) FILTER (WHERE standing = 'missing') AS missing
    FROM logged_event WHERE standing IS NOT NULL GROUP BY type, day
    HAVING bool_or(standing IN ('waiting', 'missing')) ORDER BY type, day
""")
_total = text("""
    SELECT count(*) FILTER (WHERE standing = 'consumed') AS consumed, count(DISTINCT type) AS types,
           count(*) FILTER (WHERE standing = 'given up') AS given_up,
           count(*) FILTER (WHERE standing = 'on its way') AS on_their_way,
           greatest(coalesce(max(position), 0),
                    coalesce((SELECT position FROM cursor WHERE stream = :stream), 0)) AS seen
    FROM logged_event WHERE standing IS NOT NULL
""")
# What was processed before the log was read was in the log then.
_forgotten = text("""
    SELECT CAST(processed_at AS date) AS day, count(*) AS events FROM inbox
    WHERE source = :source AND processed_at < :began
      AND NOT EXISTS (SELECT FROM logged_event WHERE event_id = inbox.event_id)
    GROUP BY 1 ORDER BY 1
""")
_first_missing = text("SELECT min(position) FROM logged_event WHERE standing = 'missing'")
_missing = text("SELECT event_id FROM logged_event WHERE standing = 'missing' AND event_id = ANY(CAST(:ids AS uuid[]))")


@dataclass(frozen=True)
class Difference:
    """Events of one type and day: `waiting` as dead letters, `missing` without a trace."""

    event_type: str
    day: date
    published: int
    consumed: int
    waiting: int
    missing: int


@dataclass(frozen=True)
class Comparison:
    """What differs between a source's log and our inbox.

    `forgotten` counts, by the day on which we processed them, events that the log does not hold any more: the source
    was restored to an older state. `seen` is the highest position that this service knows of.
    """

    differences: Sequence[Difference]
    forgotten: Sequence[tuple[date, int]]
    same: int
    types: int
    given_up: int
    on_their_way: int
    seen: int

    @property
    def agrees(self) -> bool:
        """Whether nothing differs that somebody must look at."""
        return not self.differences and not self.forgotten

    @property
    def missing(self) -> int:
        """How many events are missing."""
        return sum(difference.missing for difference in self.differences)


class Comparing:
    """One source on one connection, whose temporary tables hold its log; memory is bounded by a page.

    With `by_cursor` all is due that lies behind the cursor of the feed, else what is older than a minute; with `now`
    everything is.
    """

    def __init__(
        self,
        database: Database,
        connection: Connection,
        source: str,
        *,
        types: Collection[str],
        log: Log,
        by_cursor: bool,
        now: bool,
    ) -> None:
        self._database = database
        self._connection = connection
        self._types = types
        self._log = log
        self._names = {"source": f"urn:asn:service:{source}", "stream": f"asn.{source}.v1"}
        self._due = {"by_cursor": by_cursor, "now": now}

    def compare(self) -> Comparison:
        """Read the log from its beginning and compare; to be called once."""
        with self._transaction() as session:
            began = session.scalar(text("SELECT now()"))
            session.execute(_make)
        self._read(self._types)
        with self._transaction() as session:
            self._keep_letters(session)
            session.execute(_judge, {**self._names, "types": list(self._types), **self._due})
            differences = [Difference(*row) for row in session.execute(_compare)]
            total = session.execute(_total, self._names).one()
        return Comparison(
            differences,
            self._forgotten(began),
            total.consumed,
            total.types,
            total.given_up,
            total.on_their_way,
            total.seen,
        )

    def first_missing(self) -> Any:
        """Return the position of the first event that `compare` found missing, None where none is."""
        with self._transaction() as session:
            return session.scalar(_first_missing)

    def missing_of(self, page: Sequence[Record]) -> list[Record]:
        """Return the records of a page that `compare` found missing."""
        ids = {names.of_record(record).event_id: record for record in page}
        with self._transaction() as session:
            found = session.scalars(_missing, {"ids": [each for each in ids if each is not None]}).all()
        wanted = {str(event_id) for event_id in found}
        return [record for event_id, record in ids.items() if event_id in wanted]

    def _transaction(self) -> AbstractContextManager[Session]:
        return self._database.transaction(self._connection)

    def _read(self, types: Collection[str]) -> None:
        for page in self._log(0, types):
            rows = []
            for record in page:
                with suppress(Unprocessable):  # it has no id: it is a dead letter, or will be
                    rows.append((record.position, Event.from_wire(record.value)))
            with self._transaction() as session:
                session.execute(
                    _keep,
                    {
                        "ids": [event.id for _, event in rows],
                        "types": [event.type for _, event in rows],
                        "days": [event.time.date() for _, event in rows],
                        "positions": [position for position, _ in rows],
                        "due": [event.time + ON_ITS_WAY + A_DAY * event.is_anonymous for _, event in rows],
                    },
                )

    def _forgotten(self, began: object) -> list[tuple[date, int]]:
        asked = {"source": self._names["source"], "began": began}
        if not self._rows(_forgotten, asked):
            return []
        # What an older version of this service handled is in the log under types that this one does not ask for.
        self._read(())
        return [(row.day, row.events) for row in self._rows(_forgotten, asked)]

    def _rows(self, statement: Any, values: dict[str, Any]) -> Sequence[Row[Any]]:
        with self._transaction() as session:
            session.execute(text("SET LOCAL statement_timeout = 0"))
            return session.execute(statement, values).all()

    def _keep_letters(self, session: Session) -> None:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        letter = tables_of(session).dead_letter
        unresolved_first = (
            select(letter)
            .where(letter.c.stream == self._names["stream"], letter.c.state != "RESOLVED")
            .order_by(letter.c.state == "DROPPED")
        )
        for row in session.execute(unresolved_first).yield_per(100):
            record = Record(row.stream, row.partition, row.position, row.key, bytes(row.payload))
            if (event_id := names.of_record(record).event_id) is not None:
                session.execute(_set_aside, {"id": event_id, "open": row.state != "DROPPED"})
