"""The relay's side of the outbox log: what is to be published, and how far it has come."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

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
