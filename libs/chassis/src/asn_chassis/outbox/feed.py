"""The feed: pages of the outbox log for readers over HTTP."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from asn_chassis.database import tables_of


class FeedExpired(Exception):
    """The cursor lies before what is still kept: the reader must rebuild from elsewhere."""

    def __init__(self, after: int, oldest: int) -> None:
        super().__init__(f"positions up to {oldest} are gone, {after} was asked for")
        self.after = after
        self.oldest = oldest


class FeedUnknown(Exception):
    """The cursor lies behind the end of the log: it belongs to another log, or this one was restored."""

    def __init__(self, after: int, last: int) -> None:
        super().__init__(f"the log ends at {last}, {after} was asked for")
        self.after = after
        self.last = last


@dataclass(frozen=True)
class Page:
    """Events in order, as they were recorded; `next_position` is the cursor of the next page."""

    payloads: list[bytes]
    next_position: int


def read_page(session: Session, *, after: int, limit: int) -> Page:
    """Read the events behind position `after`. FeedExpired or FeedUnknown when the cursor is outside the log."""
    tables = tables_of(session)
    log = session.execute(select(tables.outbox_log)).one()
    if after < log.purged_position:
        raise FeedExpired(after, log.purged_position)
    if after > log.last_position:
        raise FeedUnknown(after, log.last_position)
    outbox = tables.outbox.c
    rows = session.execute(
        select(outbox.position, outbox.payload).where(outbox.position > after).order_by(outbox.position).limit(limit)
    ).all()
    return Page([row.payload for row in rows], rows[-1].position if rows else after)
