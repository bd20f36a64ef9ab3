"""The feed transport: reads another service's events over HTTP, with the cursor kept in our own database."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.config import Config
from asn_chassis.database import Database, tables_of
from asn_chassis.events.record import Record
from asn_oauth import ClientCredentials

PAGE = 200
SCOPE = "events:read events:read-internal events:read-personal"
# The end of the log at the time of a page.
LAST_POSITION = "Last-Position"
# How long the other side may hold an empty answer back; short enough that a stop is never far away.
WAIT = timedelta(seconds=2)


class CursorMoved(Exception):
    """Another consumer of the same service has moved the cursor: read it again."""


class SourceRestored(Exception):
    """The source's log ends before our cursor: it was restored to an older state, and reading on would skip events."""


class FeedTransport:
    """Long-polls `GET /v1/events`; the cursor commits in the consumer's own transaction.

    It asks for `types` alone, for all without them. With `start` it begins behind that position and leaves the cursor
    alone: for reading a history, not for consuming.
    """

    def __init__(
        self,
        *,
        stream: str,
        client: httpx.Client,
        database: Database,
        page: int = PAGE,
        wait: timedelta = WAIT,
        types: Collection[str] = (),
        start: int | None = None,
    ) -> None:
        self.name = self._stream = stream
        self._client = client
        self._database = database
        self._asked = {"limit": page, "wait": wait.total_seconds()} | ({"types": ",".join(types)} if types else {})
        self._keeps_cursor = start is None
        self._settled: int | None = start
        self._read = start or 0
        self._end: int | None = None

    def poll(self) -> Sequence[Record]:
        """Fetch the next page; empty when the log has ended for now.

        httpx.HTTPError when the other side refuses, SourceRestored when its log ends before the cursor.
        The cursor then stands at that end, however far the last event of ours lies back.
        """
        if self._settled is None:
            self._settled = self._read = self._load_cursor()
        records = self._fetch()
        if not records and self._keeps_cursor and self._read != self._settled:
            with self._database.transaction() as session:
                self._move(session, self._read)
            self._settled = self._read
        return records

    def settle(self, session: Session, records: Sequence[Record]) -> None:
        """Move the cursor behind the last record; CursorMoved when somebody else did so meanwhile."""
        self._move(session, records[-1].position)

    def acknowledge(self, records: Sequence[Record]) -> None:
        """Remember that the cursor has moved."""
        self._settled = records[-1].position

    def rewind(self) -> None:
        """Read the cursor from the database again before the next page."""
        self._settled = None

    def lag(self) -> Mapping[tuple[str, int], int]:
        """Return how far the cursor is from the end of the log that the last page told; events of any type count."""
        settled, end = self._settled, self._end
        return {} if settled is None or end is None else {(self._stream, 0): max(0, end - settled)}

    def close(self) -> None:
        """Close the HTTP connections."""
        self._client.close()

    def _move(self, session: Session, position: int) -> None:
        cursor = tables_of(session).cursor
        moved = session.execute(
            insert(cursor)
            .values(stream=self._stream, position=position)
            .on_conflict_do_update(
                index_elements=[cursor.c.stream],
                set_={"position": position, "moved_at": func.now()},
                where=cursor.c.position == self._settled,
            )
            .returning(cursor.c.position)
        ).first()
        if moved is None:
            raise CursorMoved(self._stream)

    def _fetch(self) -> list[Record]:
        answer = self._client.get("/v1/events", params={"after": self._read, **self._asked})
        if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY and _code_of(answer) == "feed-ahead":
            raise SourceRestored(f"{self._stream} was read to {self._read}, and its log ends before that")
        answer.raise_for_status()
        values = msgspec.json.decode(answer.content, type=list[msgspec.Raw])
        records = [self._record(bytes(value)) for value in values]
        self._read = _next_position(answer)
        self._end = int(answer.headers[LAST_POSITION])
        return records

    def _record(self, value: bytes) -> Record:
        return Record(self._stream, 0, _positions.decode(value).position, key_of(value), value)

    def _load_cursor(self) -> int:
        with self._database.transaction() as session:
            cursor = tables_of(session).cursor.c
            return session.scalar(select(cursor.position).where(cursor.stream == self._stream)) or 0


def feed_client(config: Config, source: str) -> httpx.Client:
    """Return an HTTP client for the feed of another service, with our identity, for events of every class."""
    identity = ClientCredentials(str(config.token_url), str(config.client_id), str(config.client_secret), scope=SCOPE)
    # Longer than the feed may hold an answer back.
    return httpx.Client(base_url=config.feed_urls[source], auth=identity, timeout=30)


def _next_position(answer: httpx.Response) -> int:
    """Return the cursor of the next page from the `Link` header; KeyError when the answer is not a feed's."""
    (position,) = parse_qs(urlsplit(answer.links["next"]["url"]).query)["after"]
    return int(position)


def _code_of(answer: httpx.Response) -> object:
    with suppress(ValueError):
        problem = answer.json()
        return problem.get("code") if isinstance(problem, dict) else None
    return None


class _Keyed(msgspec.Struct):
    partitionkey: str | None = None


class _Placed(msgspec.Struct):
    position: int


_positions = msgspec.json.Decoder(_Placed)
_keys: msgspec.json.Decoder[Any] = msgspec.json.Decoder(_Keyed)


def key_of(value: bytes | msgspec.Raw) -> str | None:
    """Return the partition key of an event, None where the message is no event."""
    with suppress(msgspec.MsgspecError):
        return _keys.decode(value).partitionkey  # type: ignore[no-any-return]
    return None
