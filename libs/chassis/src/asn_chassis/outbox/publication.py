"""The relay's side of the outbox log: what is to be published, how far it has come, and what Kafka refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from asn_chassis.database import tables_of
from asn_chassis.outbox.sequencer import sequence_pending

# The relay's two statements of every pass are in words: to build them anew would cost more than to run them.
_behind = text("""
    SELECT log.published_position AS watermark, behind.position, behind.key, behind.payload
    FROM outbox_log AS log
    LEFT JOIN LATERAL (
        SELECT position, key, payload FROM outbox
        WHERE position > log.published_position ORDER BY position LIMIT :limit
    ) AS behind ON true
    ORDER BY behind.position
""")
# A watermark that a crash of the database forgets costs duplicates, which the inbox drops: no need to wait for it.
_advance = text("""
    UPDATE outbox_log SET published_position = :new
    WHERE published_position = :old
    RETURNING set_config('synchronous_commit', 'off', true)
""")


class WatermarkMoved(Exception):
    """Another relay has moved the watermark: this one is no longer the active one."""


@dataclass(frozen=True)
class Row:
    """One event of the log."""

    position: int
    key: str
    payload: bytes


@dataclass(frozen=True)
class Refused:
    """A row that is not in Kafka though the watermark has passed it; without an error it waits behind one."""

    position: int
    key: str
    error: str | None


def unpublished(session: Session, limit: int) -> tuple[int, list[Row]]:
    """Give positions to new rows; return the watermark and the rows behind it."""
    sequence_pending(session)
    found = session.execute(_behind, {"limit": limit}).all()
    rows = [Row(row.position, row.key, row.payload) for row in found if row.position is not None]
    return found[0].watermark, rows


def advance(session: Session, *, old: int, new: int) -> None:
    """Move the watermark; WatermarkMoved when it is not where this relay left it."""
    if session.execute(_advance, {"old": old, "new": new}).first() is None:
        raise WatermarkMoved(f"the watermark is not at {old} any more")


def set_aside(session: Session, rows: Sequence[Refused]) -> None:
    """Note rows that the watermark passes without their being in Kafka."""
    if rows:
        values = [{"position": row.position, "key": row.key, "error": row.error} for row in rows]
        session.execute(insert(tables_of(session).outbox_refused), values)


def refused_keys(session: Session) -> set[str]:
    """Return the keys whose later events must wait."""
    return set(session.scalars(select(tables_of(session).outbox_refused.c.key).distinct()))


def refused_count(session: Session) -> int:
    """Return how many rows Kafka refused, not counting those that wait behind them."""
    table = tables_of(session).outbox_refused
    return session.scalar(select(func.count()).select_from(table).where(table.c.error.is_not(None))) or 0


def refused_rows(session: Session) -> list[Refused]:
    """Return what was set aside, in order."""
    table = tables_of(session).outbox_refused
    return [
        Refused(row.position, row.key, row.error)
        for row in session.execute(select(table).order_by(table.c.position)).all()
    ]


def refused_payloads(session: Session, limit: int) -> list[Row]:
    """Return the first rows that were set aside with their payloads, in order."""
    tables = tables_of(session)
    outbox = tables.outbox.c
    behind = tables.outbox_refused.c.position
    rows = session.execute(
        select(outbox.position, outbox.key, outbox.payload)
        .where(outbox.position == behind)
        .order_by(behind)
        .limit(limit)
    ).all()
    return [Row(row.position, row.key, row.payload) for row in rows]


def take_back(session: Session, positions: Iterable[int]) -> int:
    """Forget that these rows were set aside, because they are published or given up; return how many."""
    table = tables_of(session).outbox_refused
    gone = session.execute(delete(table).where(table.c.position.in_(list(positions))).returning(table.c.position))
    return len(gone.all())
