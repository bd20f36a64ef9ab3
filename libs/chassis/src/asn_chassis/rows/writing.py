"""Writes rows: many objects with one statement, those that are new, those that are newer."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

Row = TypeVar("Row")


def row_of(table: Table, entity: object) -> dict[str, Any]:
    """Return the attributes of the object that are named like the table's columns."""
    return {name: getattr(entity, name) for name in table.columns.keys()}  # noqa: SIM118 -- no dictionary


def rows_of(table: Table, entities: Iterable[object]) -> list[dict[str, Any]]:
    """Return a row for each object."""
    return [row_of(table, entity) for entity in entities]


def add_all(session: Session, table: Table, entities: Iterable[object]) -> None:
    """Insert every object as a row, in the order given; the ORM would choose the order of tables itself."""
    if rows := rows_of(table, entities):
        session.execute(insert(table), rows)


def add_new(session: Session, table: Table, entities: Sequence[Row]) -> list[Row]:
    """Insert the objects that collide with no row on any unique key, in one statement; return exactly those.

    Waits for concurrent inserts of the same key instead of failing; nothing is raised, so that no key (a NIP) gets
    into an error, a traceback or the server's log.
    """
    if not entities:
        return []
    keys = [column.name for column in table.primary_key.columns]
    statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    # One VALUES list: a key that comes twice in it collides with itself.
    inserted = {tuple(row) for row in session.execute(statement, rows_of(table, entities))}
    return [entity for entity in entities if _take(inserted, tuple(getattr(entity, key) for key in keys))]


def keep_newer(session: Session, table: Table, entities: Sequence[Row], *, version: str = "version") -> list[Row]:
    """Insert or overwrite each object's row unless its row has the same or a newer `version`; return those kept.

    The replica's guard: news that comes late or twice changes nothing. Of several objects with one key the newest
    counts, the first of equals.
    """
    if not entities:
        return []
    keys = [column.name for column in table.primary_key.columns]
    newest: dict[tuple[Any, ...], Row] = {}
    for entity in entities:
        key = tuple(getattr(entity, name) for name in keys)
        if key not in newest or getattr(newest[key], version) < getattr(entity, version):
            newest[key] = entity
    new = insert(table)
    upsert = new.on_conflict_do_update(
        index_elements=keys,
        set_={column.name: new.excluded[column.name] for column in table.columns if column.name not in keys},
        where=table.c[version] < new.excluded[version],
    )
    # Sorted, so that two writers never wait for each other.
    ordered = [newest[key] for key in sorted(newest, key=str)]
    kept = {
        tuple(row) for row in session.execute(upsert.returning(*table.primary_key.columns), rows_of(table, ordered))
    }
    return [entity for key, entity in newest.items() if key in kept]


def _take(keys: set[tuple[Any, ...]], key: tuple[Any, ...]) -> bool:
    if key not in keys:
        return False
    keys.remove(key)
    return True
