"""The inbox: what a service has already handled. Claim first, then act, in one transaction."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

# Inserted in id order: two consumers that claim overlapping batches then wait for each other instead of deadlocking.
# RETURNING tells what is new; the driver's rowcount of such an insert does not.
_claim = text("""
    INSERT INTO inbox (source, event_id)
    SELECT source, event_id FROM unnest(CAST(:sources AS text[]), CAST(:ids AS uuid[])) AS t (source, event_id)
    ORDER BY source, event_id
    ON CONFLICT DO NOTHING
    RETURNING source, event_id
""")


def claim(session: Session, events: Iterable[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Claim events by (source, id); return those that nobody has claimed before: handle exactly these."""
    pairs = list(events)
    if not pairs:
        return set()
    sources, ids = zip(*pairs, strict=True)
    rows = session.execute(_claim, {"sources": list(sources), "ids": list(ids)})
    return {(row.source, row.event_id) for row in rows}
