"""Dated rows: what held on a day, where each row holds from its day until the next row of the same key.

A correction of a day is another row of that day with a newer version: `keep_newer` puts it. What begins in the
future stands there already and does nothing before its day.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, Table, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.elements import ColumnElement


def on_day(
    table: Table, day: date | ColumnElement[date], *, key: Sequence[str], since: str = "effective_date"
) -> Select[tuple[object, ...]]:
    """Select, for each `key`, the row that holds on the day: the latest whose `since` is not after it."""
    keys = [table.c[name] for name in key]
    begun = select(table).where(table.c[since] <= day)
    return begun.ext(distinct_on(*keys)).order_by(*keys, table.c[since].desc())
