"""The rows that were not taken, as a CSV file to correct and send again: as they came, and what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from asn_chassis.database import tables_of

# What stands before the columns of the resource; an import passes over it.
COLUMNS = ("_line", "_field", "_reason_id", "_reason_en")
FIRST = 20
BATCH = 1_000


def first_errors(session: Session, operation_id: UUID) -> Sequence[Row[Any]]:
    """Return the first rejected rows."""
    table = tables_of(session).operation_rejection
    query = select(table).where(table.c.operation_id == operation_id).order_by(table.c.line)
    return session.execute(query.limit(FIRST)).all()


def report_rows(session: Session, operation_id: UUID, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield a row of the report for each rejected row, in the order of their lines."""
    table = tables_of(session).operation_rejection
    query = select(table).where(table.c.operation_id == operation_id).order_by(table.c.line)
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        cells = {name: row.row.get(name) for name in columns}
        yield {
            "_line": row.line,
            "_field": "; ".join(_field(each) for each in row.errors),
            "_reason_id": "; ".join(each["id"] for each in row.errors),
            "_reason_en": "; ".join(each["en"] for each in row.errors),
            **cells,
        }


def _field(error: Mapping[str, str]) -> str:
    return error["pointer"].removeprefix("/") or "-"
