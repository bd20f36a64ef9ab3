"""The relay's side of the outbox log: what is to be published, and how far it has come."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from asn_chassis.outbox.sequencer import sequence_pending

# The relay's two statements of every pass are in words: to build them anew would cost more than to run them.
_behind = text("""
    SELECT log.published_position AS watermark, behind.position, behind.type, behind.key, behind.payload
    FROM outbox_log AS log
    LEFT JOIN LATERAL (
        SELECT position, type, key, payload FROM outbox
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


# Positions have gaps where a restored log went forward, so rows are counted. An event that tells its day alone has a
# random id, and its row is dated by the day.
_pending = text("""
    SELECT unplaced.events
               + (SELECT count(*) FROM outbox WHERE position > log.published_position) AS events,
           coalesce(extract(epoch FROM now() - least(placed.since, unplaced.since)), 0) AS oldest_age
    FROM outbox_log AS log,
    LATERAL (
        SELECT min(created_at) AS since FROM (
            SELECT created_at FROM outbox
            WHERE position > log.published_position AND substr(event_id::text, 15, 1) <> '4' ORDER BY position LIMIT 1
        ) AS first
    ) AS placed,
    (
        SELECT count(*) AS events, min(created_at) FILTER (WHERE substr(event_id::text, 15, 1) <> '4') AS since
        FROM outbox WHERE position IS NULL
    ) AS unplaced
""")


class WatermarkMoved(Exception):
    """Another relay has moved the watermark: this one is no longer the active one."""


@dataclass(frozen=True)
class Row:
    """One event of the log."""

    position: int
    type: str
    key: str
    payload: bytes


@dataclass(frozen=True)
class Pending:
    """How many events are not published yet, and for how many seconds the oldest of them has waited."""

    events: int
    oldest_age: float


def pending(session: Session) -> Pending:
    """Return what is not published; the age is 0 where nothing is, or nothing that tells its instant."""
    row = session.execute(_pending).one()
    return Pending(row.events, max(0.0, float(row.oldest_age)))


def unpublished(session: Session, limit: int) -> tuple[int, list[Row]]:
    """Give positions to new rows; return the watermark and the rows behind it."""
    sequence_pending(session)
    found = session.execute(_behind, {"limit": limit}).all()
    rows = [Row(row.position, row.type, row.key, row.payload) for row in found if row.position is not None]
    return found[0].watermark, rows


def advance(session: Session, *, old: int, new: int) -> None:
    """Move the watermark; WatermarkMoved when it is not where this relay left it."""
    if session.execute(_advance, {"old": old, "new": new}).first() is None:
        raise WatermarkMoved(f"the watermark is not at {old} any more")
