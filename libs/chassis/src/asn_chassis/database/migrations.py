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
from asn_chassis.database.queue import create_queue_1, drop_queue_1
from asn_chassis.database.row_security import (
    ALL,
    CALLER,
    EVERYBODY,
    SESSION,
    create_enter,
    grant,
    open_to_service,
    protect,
)
from asn_chassis.database.tables import chassis_tables

# What is common to all services: how revisions are run, and what a new one looks like.
COMMON = Path(__file__).parent / "alembic"
# The first revision before the first release; its tables have become others, and nothing leads from them.
SKELETON = "0001"
# Two migrate jobs at once take turns.
MIGRATION_LOCK = 0x316
LIMITS = "SET lock_timeout = '3s'; SET statement_timeout = '10min'"


class SkeletonFound(Exception):
    """The database was made before the first release, and no migration leads from there."""

    def __init__(self, database: str | None) -> None:
        super().__init__(
            f"the data of {database} was made by a version before the first release and cannot be carried over: "
            "remove it, or begin the demonstration anew with `make demo ARGS=--fresh`"
        )


def upgrade(engine: Engine, folder: Path, revision: str = "head") -> None:
    """Bring the database to a revision of `folder/versions`; safe to call twice, at the same time too.

    SkeletonFound where the database is older than all of them.
    """
    with engine.connect() as connection:
        _refuse_skeleton(connection, folder)
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
    script = _script(folder)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    # A revision that we do not know is a newer one: old code runs on the next schema (expand before contract).
    return current is None or (current in _known(script) and current != script.get_current_head())


def difference(engine: Engine, metadata: MetaData) -> list[Any]:
    """Return how the database differs from the mapped tables: empty when the migrations are complete."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def run(connection: Connection) -> None:
    """Run the pending revisions on this connection: what Alembic's env.py calls."""
    # Constraints without a name get that of our convention, which Alembic takes from here.
    context.configure(connection=connection, target_metadata=empty_metadata(), transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


# Of the owner, because the web login may not see what a message held. A key that is no id may be anybody's word.
UNRESOLVED = """
CREATE VIEW unresolved_dead_letter AS
SELECT id, stream, partition, position, type, code, correlation_id, state, first_seen_at,
       CASE WHEN key ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN key END AS key
FROM dead_letter WHERE state IN ('DEAD', 'PARKED')
"""


def create_chassis_tables_1(op: Any) -> None:
    """Create the chassis tables as they were in the first release, the queue of jobs, and the ground of reach.

    Called first by a service's first revision.
    """
    first = empty_metadata()
    tables = chassis_tables(first)
    open_to_service(op)
    first.create_all(op.get_bind())
    op.execute(tables.outbox_log.insert().values(id=1, last_position=0, published_position=0))
    create_queue_1(op)
    create_enter(op)
    # Events tell of persons: everybody's transaction may record them, the feed is for who may reach all.
    protect(op, "outbox", read=ALL, write=ALL, insert=EVERYBODY, may="INSERT, UPDATE")
    grant(op, "outbox_log", may="SELECT, UPDATE")
    # Whoever does something leaves a record of it, and changes none.
    protect(op, "audit_record", read=ALL, insert=EVERYBODY, may="INSERT")
    op.execute(UNRESOLVED)
    grant(op, "unresolved_dead_letter")
    # Who holds the word of a session sees it and ends it, and no other one.
    own = f"hash = {SESSION}"
    protect(op, "session", read=own, write=own, may="INSERT, UPDATE, DELETE")
    # Kept answers hold what their caller was told.
    protect(op, "idempotency", read=f"caller = {CALLER}", write=f"caller = {CALLER}", may="INSERT, UPDATE")
    # An import or export is its caller's alone, and so are its bytes and what is wrong with its rows.
    protect(op, "operation", read=f"caller = {CALLER}", write=f"caller = {CALLER}", may="INSERT, UPDATE")
    for table in ("operation_part", "operation_rejection"):
        own = "EXISTS (SELECT FROM operation WHERE operation.id = operation_id)"
        protect(op, table, read=own, write=own, may="INSERT, DELETE")


def drop_chassis_tables_1(op: Any) -> None:
    """Drop what create_chassis_tables_1 made."""
    op.execute("DROP FUNCTION enter")
    drop_queue_1(op)
    op.execute("DROP VIEW unresolved_dead_letter")
    first = empty_metadata()
    chassis_tables(first)
    first.drop_all(op.get_bind())


def _refuse_skeleton(connection: Connection, folder: Path) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current == SKELETON and current not in _known(_script(folder)):
        raise SkeletonFound(connection.engine.url.database)
    connection.rollback()


def _known(script: ScriptDirectory) -> set[str]:
    return {revision.revision for revision in script.walk_revisions()}


def _script(folder: Path) -> ScriptDirectory:
    return ScriptDirectory(str(COMMON), version_locations=[str(folder / "versions")])


def _config(folder: Path, connection: Connection) -> AlembicConfig:
    config = AlembicConfig()
    # A percent sign would be read as the beginning of a variable.
    for name, place in (("script_location", COMMON), ("version_locations", folder / "versions")):
        config.set_main_option(name, str(place).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    return config
