"""The feed: pages of the outbox log for readers over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from asn_chassis.database import tables_of


class FeedUnknown(Exception):
    """The cursor lies behind the end of the log: it belongs to another log, or this one was restored."""

    def __init__(self, after: int, last: int) -> None:
        super().__init__(f"the log ends at {last}, {after} was asked for")
        self.after = after
        self.last = last


@dataclass(frozen=True)
class Entry:
    """One event of the log at its position."""

    position: int
    classification: str
    payload: bytes


@dataclass(frozen=True)
class Page:
    """Events in order, as they were recorded; `next_position` is the cursor of the next page, whatever this one holds.

    Positions rise, and need not follow one another.
    """

    entries: Sequence[Entry]
    next_position: int


def read_page(session: Session, *, after: int, limit: int) -> Page:
    """Read the events behind position `after`; FeedUnknown when the log does not reach so far."""
    tables = tables_of(session)
    # Before the events: up to here all are visible to the next statement.
    last = int(session.scalars(select(tables.outbox_log.c.last_position)).one())
    if after > last:
        raise FeedUnknown(after, last)
    outbox = tables.outbox.c
    rows = session.execute(
        select(outbox.position, outbox["class"], outbox.payload)
        .where(outbox.position > after)
        .order_by(outbox.position)
        .limit(limit)
    ).all()
    seen = rows[-1].position if rows else after
    return Page([Entry(*row) for row in rows], seen if len(rows) == limit else max(seen, last))
