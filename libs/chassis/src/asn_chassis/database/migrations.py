"""Migrations: Alembic, one history per service, run by the migrate role before anything starts."""

from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, text
from sqlalchemy.engine import Connection

from asn_chassis.database import metadata as empty_metadata
from asn_chassis.database.tables import chassis_tables

# Two migrate jobs at once take turns.
MIGRATION_LOCK = 0x316
LIMITS = "SET lock_timeout = '3s'; SET statement_timeout = '10min'"


def upgrade(engine: Engine, folder: Path, revision: str = "head") -> None:
    """Bring the database to a revision; safe to call twice, at the same time too."""
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK})
        connection.execute(text(LIMITS))
        connection.commit()
        command.upgrade(_config(folder, connection), revision)
        connection.commit()
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": MIGRATION_LOCK})
        connection.commit()


def downgrade(engine: Engine, folder: Path, revision: str) -> None:
    """Take the database back to a revision: for tests of the migrations."""
    with engine.connect() as connection:
        command.downgrade(_config(folder, connection), revision)
        connection.commit()


def behind(engine: Engine, folder: Path) -> bool:
    """Tell whether the database lacks a revision that this version of the code needs."""
    script = ScriptDirectory(str(folder))
    known = {revision.revision for revision in script.walk_revisions()}
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    # A revision that we do not know is a newer one: old code runs on the next schema (expand before contract).
    return current is None or (current in known and current != script.get_current_head())


def difference(engine: Engine, metadata: MetaData) -> list[Any]:
    """Return how the database differs from the mapped tables: empty when the migrations are complete."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def run(connection: Connection, metadata: MetaData) -> None:
    """Run the pending revisions on this connection: what every service's env.py calls."""
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def create_chassis_tables_1(op: Any) -> None:
    """Create the chassis tables as they were in the first release; called by a service's first revision."""
    first = empty_metadata()
    tables = chassis_tables(first)
    first.create_all(op.get_bind())
    op.execute(tables.outbox_log.insert().values(id=1, last_position=0, published_position=0))


def drop_chassis_tables_1(op: Any) -> None:
    """Drop what create_chassis_tables_1 made."""
    first = empty_metadata()
    chassis_tables(first)
    first.drop_all(op.get_bind())


def _config(folder: Path, connection: Connection) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config
