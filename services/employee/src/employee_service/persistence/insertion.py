"""Inserts an entity unless its natural key is taken."""

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session


def insert_unless_taken(session: Session, table: Table, entity: object, *, key: str) -> bool:
    """Insert the entity's row; False when another row has the same value in the unique column `key`.

    Waits for a concurrent insert of the same key. Nothing is raised, so that the key (a NIP) gets into no
    error, traceback or server log.
    """
    row = {column.name: getattr(entity, column.name) for column in table.columns}
    statement = insert(table).values(row).on_conflict_do_nothing(index_elements=[key])
    return session.execute(statement.returning(table.c.id)).first() is not None
