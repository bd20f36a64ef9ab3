"""Dead letters: messages that no retry can mend, kept whole with their reason and coordinates."""

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Row, column, func, select, table, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.database import tables_of
from asn_chassis.database.tables import OPEN_STATES
from asn_chassis.events import names
from asn_chassis.events.record import Record
from asn_chassis.ids import new_id

# With so many of them something is wrong with us, not with the messages: consuming stops and calls somebody.
BREAKER = 100

Standing = Literal["ok", "holds-back", "stands-still"]

# What the migrations show the web login of them: nothing of what a message said, but the names of our own form.
_NAMED = ("id", "stream", "partition", "position", "type", "key", "code", "correlation_id", "state", "first_seen_at")
_unresolved = table("unresolved_dead_letter", *map(column, _NAMED))

# Asked before every batch, so in words: to build it anew each time would cost more than to run it.
_waiting_keys = text(f"""
    SELECT DISTINCT stream, key FROM dead_letter
    WHERE key = ANY(CAST(:keys AS text[])) AND state IN {OPEN_STATES}
""")  # noqa: S608 -- ours


def bury(session: Session, record: Record, *, reason: str, code: str, state: str = "DEAD") -> None:
    """Keep a message that could not be processed (DEAD), or that waits behind one of its key (PARKED).

    A message that comes again is kept once. The reason may quote the message, its code is a word of ours.
    """
    named = names.of_record(record)
    letter = tables_of(session).dead_letter
    session.execute(
        insert(letter)
        .values(
            id=new_id(),
            stream=record.stream,
            partition=record.partition,
            position=record.position,
            key=record.key,
            payload=record.value,
            headers=record.headers,
            reason=reason[:2000].replace("\x00", "\\x00"),  # PostgreSQL's text holds no NUL
            code=code,
            type=named.event_type,
            correlation_id=named.correlation_id,
            state=state,
        )
        .on_conflict_do_nothing()
    )


def waiting_keys(session: Session, records: Sequence[Record]) -> set[tuple[str, str]]:
    """Return the (stream, key) pairs among these records that have an unresolved dead letter."""
    keys = {record.key for record in records if record.key is not None}
    return {(row.stream, row.key) for row in session.execute(_waiting_keys, {"keys": list(keys)})}


def hold_open(session: Session, record: Record) -> bool:
    """Keep the unresolved dead letters of this record's key as they are until the end of the transaction.

    False when there is none, so that nothing is parked behind what a replay has just resolved.
    """
    letter = tables_of(session).dead_letter.c
    query = select(letter.id).where(
        letter.stream == record.stream, letter.key == record.key, letter.state.in_(OPEN_STATES)
    )
    return bool(session.execute(query.with_for_update(read=True)).all())


def unpublished(session: Session) -> Sequence[Row[Any]]:
    """Return dead letters that are not in the dead-letter topic yet, oldest first."""
    letter = tables_of(session).dead_letter
    query = select(letter).where(letter.c.state == "DEAD", letter.c.published_at.is_(None)).order_by(letter.c.id)
    return session.execute(query.limit(100)).all()


def mark_published(session: Session, letters: Sequence[Row[Any]]) -> None:
    """Note that these are in the dead-letter topic."""
    letter = tables_of(session).dead_letter
    ids = [row.id for row in letters]
    session.execute(update(letter).where(letter.c.id.in_(ids)).values(published_at=func.now()))


def waiting(session: Session) -> dict[str, int]:
    """Return how many messages are unresolved, by state."""
    state = _unresolved.c.state
    query = select(state, func.count().label("waiting")).group_by(state)
    return dict.fromkeys(OPEN_STATES, 0) | {row.state: row.waiting for row in session.execute(query)}


def standing(counts: dict[str, int]) -> Standing:
    """Say how a service stands that has so many unresolved: some keys wait, or everything does."""
    if counts["DEAD"] >= BREAKER:
        return "stands-still"
    return "holds-back" if any(counts.values()) else "ok"


def oldest(session: Session, *, limit: int, correlation_id: str | None = None) -> Sequence[Row[Any]]:
    """Return those that nothing else holds back, of this flow or of any, oldest first."""
    letter = _unresolved.c
    query = (
        select(_unresolved).where(letter.state == "DEAD").order_by(letter.first_seen_at, letter.position).limit(limit)
    )
    if correlation_id is not None:
        query = query.where(letter.correlation_id == correlation_id)
    return session.execute(query).all()


def backlog(session: Session) -> int:
    """Return how many messages are DEAD and wait for somebody to look at them."""
    letter = tables_of(session).dead_letter
    return session.scalar(select(func.count()).select_from(letter).where(letter.c.state == "DEAD")) or 0
