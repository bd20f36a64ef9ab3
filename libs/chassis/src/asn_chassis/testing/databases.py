"""The database of a service under test, and who opens it: its owner, its web login, its worker's login."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from asn_chassis.database import Database
from asn_chassis.database.migrations import upgrade
from asn_chassis.events.contracts import Contracts
from asn_chassis.regulations import load
from asn_chassis.service import Service
from asn_chassis.testing.postgres import EmbeddedPostgres, login

# Documents that no test writes to, read once for the whole run.
_contracts = cache(Contracts)


@cache
def _law(contracts_dir: Path, regulations: type | None) -> object:
    return None if regulations is None else load(contracts_dir, regulations)


@dataclass(frozen=True)
class Addresses:
    """The addresses of one database for the three logins of its service."""

    owner: str
    web: str
    service: str


@pytest.fixture
def addresses_for(embedded_postgres: EmbeddedPostgres) -> Iterator[Callable[[Service], Addresses]]:
    """Return a function that makes a fresh, migrated database for a service."""
    with ExitStack() as stack:

        def make(service: Service) -> Addresses:
            def migrate(url: str) -> None:
                upgrade(create_engine(url, poolclass=NullPool), service.migrations)

            made = embedded_postgres.database(f"asn_{service.name}", migrate, owner=service.name)
            url = stack.enter_context(made)
            return Addresses(url, login(url, "_web"), login(url, "_service"))

        yield make


@pytest.fixture
def open_database(contracts_dir: Path) -> Iterator[Callable[..., Database]]:
    """Return a function that opens the database of a service at an address, as one of its logins."""
    with ExitStack() as stack:

        def opened(service: Service, url: str, *, pool_size: int = 10) -> Database:
            database = Database(
                url,
                tables=service.metadata,
                contracts=_contracts(contracts_dir),
                regulations=_law(contracts_dir, service.regulations),
                pool_size=pool_size,
            )
            stack.callback(database.close)
            return database

        yield opened


@pytest.fixture
def database_for(
    addresses_for: Callable[[Service], Addresses], open_database: Callable[..., Database]
) -> Callable[[Service], Database]:
    """Return a function that gives a service a fresh, migrated database, opened as its consumer and worker do."""
    return lambda service: open_database(service, addresses_for(service).service)


def owner_of(database: Database) -> Engine:
    """Return an engine for the owner of a database of `database_for`: who migrates."""
    url = database.engine.url
    return create_engine(url.set(username=str(url.username).removesuffix("_service")), poolclass=NullPool)
