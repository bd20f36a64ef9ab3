"""Inserts many objects with one statement, in the order the caller chooses."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session


def insert_all(session: Session, table: Table, objects: Iterable[object]) -> None:
    """Insert every object as a row; the ORM would choose the order of tables itself."""
    if rows := rows_of(table, objects):
        session.execute(insert(table), rows)


def insert_new(session: Session, table: Table, objects: Sequence[object]) -> set[Any]:
    """Insert the objects that are not there yet; return the primary keys of those inserted.

    An object that collides with a row on any unique key is left out, so that two writers at once cannot fail.
    """
    if not objects:
        return set()
    (key,) = table.primary_key.columns
    statement = insert(table).on_conflict_do_nothing().returning(key)
    return set(session.scalars(statement, rows_of(table, objects)))


def rows_of(table: Table, objects: Iterable[object]) -> list[dict[str, Any]]:
    """Return the objects' attributes named like the table's columns."""
    names = table.columns.keys()
    return [{name: getattr(each, name) for name in names} for each in objects]
