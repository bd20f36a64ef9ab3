"""pytest plugin: every integration test runs on real PostgreSQL (embedded), with real tokens and real events."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Event as StopSignal
from typing import Any, cast

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from asn_chassis import parts
from asn_chassis.app import create_service_app
from asn_chassis.auth.keys import IssuerKeys
from asn_chassis.config import Config
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import key_of
from asn_chassis.database import Database
from asn_chassis.events.event import Event
from asn_chassis.roles.work import tasks_of
from asn_chassis.service import Service
from asn_chassis.testing.clients import ISSUER, ApiClient, Tokens
from asn_chassis.testing.databases import Addresses, addresses_for, database_for, open_database, owner_of
from asn_chassis.testing.kafka import Broker, broker, container_engine
from asn_chassis.testing.memory import MemoryTransport
from asn_chassis.testing.people import assignment_told, login_told
from asn_chassis.testing.postgres import EmbeddedPostgres, embedded_postgres


@dataclass(frozen=True)
class ServiceUnderTest:
    """One service on a database of its own: `app` is its web role, `worker` any other, `database` the worker's."""

    service: Service
    app: Flask
    database: Database
    tokens: Tokens
    start: Callable[[Database], Flask]

    @cached_property
    def worker(self) -> Flask:
        """The application as every role but web runs it."""
        return self.start(self.database)

    def client(self, *scopes: str, **claims: Any) -> ApiClient:
        """Return a client whose token holds these scopes and claims; without scopes it calls without a token.

        Its reach is all unless the claims say otherwise.
        """
        self.app.test_client_class = ApiClient
        caller = cast("ApiClient", self.app.test_client())
        caller.bearer = self.tokens.mint(self.service.name, *scopes, **claims) if scopes else None
        return caller

    def deliver(self, *events: Event) -> None:
        """Run events through the real consumer, in this order."""
        self.deliver_bytes(*(event.to_wire() for event in events))

    def deliver_bytes(self, *messages: bytes) -> None:
        """Run raw messages through the real consumer, keyed by their partitionkey where they have one."""
        transport = MemoryTransport(first=self._next_position())
        for message in messages:
            transport.put(message, key=key_of(message))
        self.consumer(transport).drain()

    def consumer(self, transport: MemoryTransport) -> Consumer:
        """Return this service's consumer on a transport of the test's."""
        return Consumer(database=self.database, handlers=self.service.handlers, transport=transport, stop=StopSignal())

    def work(self) -> None:
        """Do the jobs that are due, as the work role does."""
        from asn_chassis.jobs.worker import Worker  # noqa: PLC0415 -- most tests do without

        Worker(database=self.database, tasks=tasks_of(self.service), stop=StopSignal()).drain()

    def published(self) -> list[Event]:
        """Return the events that this service has recorded, in order, their data as dicts."""
        outbox = self.service.metadata.info["chassis"].outbox.c
        with self.database.transaction() as session:
            payloads = session.scalars(select(outbox.payload).order_by(outbox.seq)).all()
        events = [Event.from_wire(payload) for payload in payloads]
        return [msgspec.structs.replace(event, data=msgspec.json.decode(event.data)) for event in events]

    def dead_letters(self) -> list[Any]:
        """Return the dead letters, oldest first."""
        letter = self.service.metadata.info["chassis"].dead_letter
        with self.database.transaction() as session:
            return list(session.execute(select(letter).order_by(letter.c.id)).all())

    def _next_position(self) -> int:
        letters = self.dead_letters()
        return max((letter.position for letter in letters), default=0) + 1


@pytest.fixture(scope="session")
def contracts_dir(pytestconfig: pytest.Config) -> Path:
    """Return the folder of the published contracts."""
    return pytestconfig.rootpath / "contracts"


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    """Return the issuer of this run."""
    return Tokens()


@pytest.fixture(scope="session")
def applications() -> dict[tuple[int, str, Path], Flask]:
    """Return the applications that this run has made, by service, login and contracts."""
    return {}


@pytest.fixture
def run_service(
    addresses_for: Callable[[Service], Addresses],
    open_database: Callable[..., Database],
    contracts_dir: Path,
    tokens: Tokens,
    applications: dict[tuple[int, str, Path], Flask],
) -> Callable[[Service], ServiceUnderTest]:
    """Return a function that starts a service in this process on a database of its own."""
    keys = {ISSUER: IssuerKeys(lambda: {"keys": [tokens.key.as_dict(private=False)]})}

    def run(service: Service, **settings: Any) -> ServiceUnderTest:
        addresses = addresses_for(service)

        def start(database: Database) -> Flask:
            config = Config(
                env="test",
                database_url=database.engine.url.render_as_string(hide_password=False),
                database_owner_url=addresses.owner,
                contracts_dir=contracts_dir,
                issuers={},
                # Tests ask faster than any caller; those of the limits say theirs.
                **{"rate_client": (), "rate_address": (), **settings},
            )
            kept = (id(service), str(database.engine.url.username), contracts_dir)
            app = None if settings else applications.get(kept)
            if app is None:
                app = create_service_app(service, config, issuers=keys, database=database)
                if not settings:
                    applications[kept] = app
            parts.put(app, replace(parts.parts(app), config=config, database=database))
            return app

        web, worker = (open_database(service, url) for url in (addresses.web, addresses.service))
        return ServiceUnderTest(service, start(web), worker, tokens, start)

    return run


__all__ = [
    "ISSUER",
    "Addresses",
    "ApiClient",
    "Broker",
    "EmbeddedPostgres",
    "ServiceUnderTest",
    "Tokens",
    "addresses_for",
    "assignment_told",
    "broker",
    "container_engine",
    "database_for",
    "embedded_postgres",
    "login_told",
    "open_database",
    "owner_of",
]
