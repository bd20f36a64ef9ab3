"""Forgets old events, in small batches, from the head of the log only."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

BATCH = 5_000

_purge = text("""
    WITH gone AS (
        DELETE FROM outbox WHERE position IN (
            SELECT position FROM outbox
            WHERE position IS NOT NULL AND position <= :ceiling AND created_at < :before
            ORDER BY position LIMIT :batch
        ) RETURNING position
    )
    UPDATE outbox_log SET purged_position = (SELECT max(position) FROM gone) WHERE EXISTS (SELECT FROM gone)
    RETURNING (SELECT count(*) FROM gone)
""")


def purge(session: Session, *, before: datetime, ceiling: int) -> int:
    """Delete one batch of events older than `before` and not behind position `ceiling`; return how many.

    `ceiling` is what the slowest way out has published: an unpublished event is never purged. Rows leave in
    order of position, so that what is left stays dense.
    """
    return session.scalar(_purge, {"before": before, "ceiling": ceiling, "batch": BATCH}) or 0
