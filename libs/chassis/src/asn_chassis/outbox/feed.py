"""The feed: pages of the outbox log for readers over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Table, Text, bindparam, func, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
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

    `last_position` is the end of the log.

    Positions rise, and need not follow one another. A page with fewer events than were asked for has
    seen the whole log.
    """

    entries: Sequence[Entry]
    next_position: int
    last_position: int


def read_page(
    session: Session, *, after: int, limit: int, types: Sequence[str] | None = None, subject: str | None = None
) -> Page:
    """Read the events behind position `after`, of these types and this subject only; None stands for any.

    FeedUnknown when the log does not reach so far.
    """
    tables = tables_of(session)
    # Before the events: up to here all are visible to the next statement.
    last = int(session.scalars(select(tables.outbox_log.c.last_position)).one())
    if after > last:
        raise FeedUnknown(after, last)
    rows = session.execute(_events(tables.outbox, after, limit, types, subject)).all()
    seen = rows[-1].position if rows else after
    entries = [Entry(position, classification, payload) for position, classification, payload in rows]
    return Page(entries, seen if len(rows) == limit else max(seen, last), max(seen, last))


def _events(
    outbox: Table, after: int, limit: int, types: Sequence[str] | None, subject: str | None
) -> Select[int, str, bytes]:
    """Return the query of a page; whatever is asked for, it reads no more of an index than the page needs."""
    column = outbox.c
    if subject is not None:
        # A subject has few events, a type may have most of the log: where statistics are missing, the planner would
        # read the type. OFFSET keeps the types out of the choice of the index.
        few = select(outbox).where(column.subject == subject, column.position > after).order_by(column.position)
        found = few.offset(0).subquery().c
        page = select(found.position, found["class"], found.payload).order_by(found.position).limit(limit)
        return page if types is None else page.where(found.type.in_(types))
    page = select(column.position, column["class"], column.payload).where(column.position > after).limit(limit)
    if types is None:
        return page.order_by(column.position)
    # A page of each type, merged: a list of types in one condition would read all that lies between them. The type is
    # equal, said as a range, so that the index of types is the only one in this order: for a type that hardly ever
    # comes, the planner would search the index of positions.
    wanted = func.unnest(bindparam("types", list(types), ARRAY(Text))).table_valued("type").render_derived()
    of_type = page.where(
        tuple_(column.type, column.position) > tuple_(wanted.c.type, after), column.type <= wanted.c.type
    )
    each = of_type.order_by(column.type, column.position).lateral()
    merged = select(each.c.position, each.c["class"], each.c.payload).select_from(wanted.join(each, true()))
    return merged.order_by(each.c.position).limit(limit)
