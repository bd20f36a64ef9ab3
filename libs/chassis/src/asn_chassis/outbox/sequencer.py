"""The sequencer: gives outbox rows dense positions that are safe to read in order."""

from sqlalchemy import text
from sqlalchemy.orm import Session

# Any constant will do: advisory locks are per database, and each service has its own.
SEQUENCER_LOCK = 0x05E9
BATCH = 5_000

_try_lock = text("SELECT pg_try_advisory_xact_lock(:lock)")
_assign = text("""
    WITH pending AS (
        SELECT seq, row_number() OVER (ORDER BY seq) AS nth
        FROM (SELECT seq FROM outbox WHERE position IS NULL ORDER BY seq LIMIT :batch) AS head
    ), log AS (
        UPDATE outbox_log SET last_position = last_position + (SELECT count(*) FROM pending)
        WHERE EXISTS (SELECT FROM pending)
        RETURNING last_position - (SELECT count(*) FROM pending) AS base
    )
    UPDATE outbox SET position = log.base + pending.nth FROM pending, log WHERE outbox.seq = pending.seq
    RETURNING outbox.seq
""")


def sequence_pending(session: Session) -> int:
    """Give the next positions to the committed rows that have none, in `seq` order; return how many.

    A row whose transaction commits late is simply sequenced later, so a reader that pages by position misses
    nothing, which a reader that pages by `seq` would. Where another process is at it this returns 0 at once.
    """
    if not session.scalar(_try_lock, {"lock": SEQUENCER_LOCK}):
        return 0
    # A statement of its own: its snapshot must be younger than the lock.
    return len(session.execute(_assign, {"batch": BATCH}).all())
