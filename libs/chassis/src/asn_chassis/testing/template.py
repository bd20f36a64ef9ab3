"""What a migrated database looks like, and how a used copy of it is brought back there."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, text

# Whatever changes a table, grant, policy, trigger or function changes one of these; what fills a table does not.
_STRUCTURE = text("""
    WITH ours AS (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'jobs'))
    SELECT md5(string_agg(part, '|' ORDER BY part)) FROM (
        SELECT format('%s %s %s %s', oid, relname, relacl, relrowsecurity) AS part FROM pg_class
        WHERE relnamespace IN (SELECT oid FROM ours)
        UNION ALL
        SELECT format('%s %s %s', attrelid, attname, pg_attribute.xmin) FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace IN (SELECT oid FROM ours)
        UNION ALL SELECT format('%s %s', oid, xmin) FROM pg_constraint
        WHERE connamespace IN (SELECT oid FROM ours)
        UNION ALL SELECT format('%s %s', oid, xmin) FROM pg_trigger
        UNION ALL SELECT format('%s %s', oid, xmin) FROM pg_policy
        UNION ALL SELECT format('%s %s', oid, xmin) FROM pg_proc
        WHERE pronamespace IN (SELECT oid FROM ours)
        UNION ALL SELECT format('%s %s', oid, xmin) FROM pg_namespace
    ) AS parts
""")
_TABLES = text("""
    SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname IN ('public', 'jobs') AND relkind = 'r' ORDER BY nspname, relname
""")
_RESTART = text("""
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
""")
_LEAVE_ALONE = text("""
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
""")


@dataclass(frozen=True)
class Template:
    """The structure of a database, and the rows that its migrations put there, as JSON by table."""

    structure: str
    rows: dict[str, str | None]

    @classmethod
    def read(cls, connection: Connection) -> Self:
        """Read what the migrations have made."""
        tables = connection.scalars(_TABLES).all()
        return cls(connection.scalars(_STRUCTURE).one(), _rows(connection, tables))

    def restore(self, connection: Connection) -> bool:
        """Bring the database back to this; False where its structure has changed, so that only a new one will do."""
        connection.execute(_LEAVE_ALONE)
        if connection.scalars(_STRUCTURE).one() != self.structure:
            return False
        filled = [table for table in _filled(connection, self.rows) if self.rows[table] is None]
        connection.execute(text("SET session_replication_role = replica"))
        if filled:
            connection.execute(text(f"TRUNCATE {', '.join(filled)} CASCADE"))
        connection.execute(_RESTART)
        kept = {table: rows for table, rows in self.rows.items() if rows is not None}
        for table, rows in _rows(connection, kept).items():
            if rows != kept[table]:
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 -- a name of the catalogue's
                insert = f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, :rows)"  # noqa: S608
                connection.execute(text(insert), {"rows": kept[table]})
        return True


def _filled(connection: Connection, tables: dict[str, str | None]) -> list[str]:
    questions = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)  # noqa: S608
    return list(connection.scalars(text(" UNION ALL ".join(questions))))


def _rows(connection: Connection, tables: Collection[str]) -> dict[str, str | None]:
    if not tables:
        return {}
    columns = ", ".join(f"(SELECT json_agg(t)::text FROM {table} AS t)" for table in tables)  # noqa: S608
    return dict(zip(tables, connection.execute(text(f"SELECT {columns}")).one(), strict=True))
