"""pytest plugin: every integration test runs on real PostgreSQL (embedded), with real tokens and real events."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Event as StopSignal
from typing import Any, cast

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from asn_chassis import parts
from asn_chassis.app import create_service_app
from asn_chassis.auth.keys import IssuerKeys
from asn_chassis.clock import now
from asn_chassis.config import Config
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import key_of
from asn_chassis.database import Database
from asn_chassis.database.migrations import upgrade
from asn_chassis.events.contracts import Contracts
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.regulations import load
from asn_chassis.service import Service
from asn_chassis.testing.kafka import Broker, broker, container_engine
from asn_chassis.testing.memory import MemoryTransport
from asn_chassis.testing.postgres import EmbeddedPostgres, embedded_postgres

ISSUER = "https://issuer.test"


@dataclass
class Tokens:
    """Makes access tokens that the services under test accept."""

    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "test"}))

    def mint(self, service: str, *scopes: str, header: dict[str, str] | None = None, **changes: Any) -> str:
        """Return a token for a service; `changes` replace claims (None removes one), `header` the header."""
        at = int(now().timestamp())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "sub": "test-client",
            "client_id": "test-client",
            "aud": [service],
            "iat": at,
            "exp": at + 300,
            "jti": str(new_id()),
            "scope": " ".join(scopes),
            "reach": "all",
        }
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(header or {"alg": "ES256", "typ": "at+jwt", "kid": "test"}, claims, self.key)


class ApiClient(FlaskClient):
    """A client with a token; gives every POST an Idempotency-Key of its own unless the test gives one."""

    bearer: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send the request."""
        headers = dict(kwargs.pop("headers", None) or {})
        if self.bearer is not None:
            headers.setdefault("Authorization", f"Bearer {self.bearer}")
        if kwargs.get("method") == "POST":
            headers.setdefault("Idempotency-Key", str(new_id()))
        return super().open(*args, headers=headers, **kwargs)


@dataclass(frozen=True)
class ServiceUnderTest:
    """One service on a database of its own."""

    service: Service
    app: Flask
    database: Database
    tokens: Tokens

    def client(self, *scopes: str) -> ApiClient:
        """Return a client whose token holds these scopes; without any it calls without a token."""
        self.app.test_client_class = ApiClient
        caller = cast("ApiClient", self.app.test_client())
        caller.bearer = self.tokens.mint(self.service.name, *scopes) if scopes else None
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
def applications() -> dict[tuple[int, Path], Flask]:
    """Return the applications that this run has made, by the identity of their service and by their contracts."""
    return {}


@pytest.fixture
def database_for(embedded_postgres: EmbeddedPostgres, contracts_dir: Path) -> Iterator[Callable[[Service], Database]]:
    """Return a function that gives a service a fresh, migrated database."""
    with ExitStack() as stack:

        def make(service: Service) -> Database:
            def migrate(url: str) -> None:
                engine = create_engine(url, poolclass=NullPool)
                upgrade(engine, service.migrations)

            url = stack.enter_context(embedded_postgres.database(f"asn_{service.name}", migrate))
            database = Database(
                url,
                tables=service.metadata,
                contracts=_contracts(contracts_dir),
                regulations=_law(contracts_dir, service.regulations),
            )
            stack.callback(database.close)
            return database

        yield make


@pytest.fixture
def run_service(
    database_for: Callable[[Service], Database],
    contracts_dir: Path,
    tokens: Tokens,
    applications: dict[tuple[int, Path], Flask],
) -> Callable[[Service], ServiceUnderTest]:
    """Return a function that starts a service in this process on a database of its own."""

    def run(service: Service, **settings: Any) -> ServiceUnderTest:
        database = database_for(service)
        url = database.engine.url.render_as_string(hide_password=False)
        config = Config(env="test", database_url=url, contracts_dir=contracts_dir, issuers={}, **settings)
        app = None if settings else applications.get((id(service), contracts_dir))
        if app is None:
            keys = {ISSUER: IssuerKeys(lambda: {"keys": [tokens.key.as_dict(private=False)]})}
            app = create_service_app(service, config, issuers=keys, database=database)
            if not settings:
                applications[id(service), contracts_dir] = app
        parts.put(app, replace(parts.parts(app), config=config, database=database))
        return ServiceUnderTest(service, app, database, tokens)

    return run


# Documents that no test writes to, read once for the whole run.
_contracts = cache(Contracts)


@cache
def _law(contracts_dir: Path, regulations: type | None) -> object:
    return None if regulations is None else load(contracts_dir, regulations)


__all__ = [
    "ApiClient",
    "Broker",
    "EmbeddedPostgres",
    "ServiceUnderTest",
    "Tokens",
    "broker",
    "container_engine",
    "embedded_postgres",
]
