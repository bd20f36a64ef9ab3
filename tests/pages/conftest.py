"""The services as browsers come to them: each on a port of this machine, beside the development issuer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from asn_chassis import parts as parts_of
from asn_chassis.app import create_service_app
from asn_chassis.auth.keys import IssuerKeys, over_http
from asn_chassis.parts import parts
from asn_chassis.testing import ServiceUnderTest
from asn_chassis.testing.browser import chromium
from asn_chassis.testing.server import free_ports
from asn_issuer.app import create_app as create_issuer
from asn_issuer.config import CLIENTS, PERSONS
from asn_issuer.config import Config as IssuerConfig

__all__ = ["chromium"]


@dataclass(frozen=True)
class Site:
    """A service at an address: its pages by a browser, its rows and its API by the test."""

    url: str
    issuer: str
    running: ServiceUnderTest


@pytest.fixture(scope="session")
def listening() -> Iterator[Callable[[Flask, int], str]]:
    """Return a function that answers for an application at a port until the end."""
    with ExitStack() as stack:

        def listen(app: Flask, port: int) -> str:
            server = make_server("127.0.0.1", port, app, threaded=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{port}"

        yield listen


@pytest.fixture(scope="session")
def issuer(listening: Callable[[Flask, int], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a development issuer."""
    (port,) = free_ports(1)
    config = IssuerConfig(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("issuer"), CLIENTS, PERSONS)
    return listening(create_issuer(config), port)


@pytest.fixture(scope="session")
def made() -> dict[str, tuple[Flask, str]]:
    """Return the applications that listen already, by service and settings, and where."""
    return {}


@pytest.fixture
def site(
    run_service: Callable[..., ServiceUnderTest],
    listening: Callable[[Flask, int], str],
    issuer: str,
    made: dict[str, tuple[Flask, str]],
) -> Callable[..., Site]:
    """Return a function that puts a service at an address, where persons of the issuer sign in."""

    def put(name: str, **settings: Any) -> Site:
        running = run_service(import_module(f"{name}_service.app").SERVICE)
        kept = f"{name} {settings}"
        if kept not in made:
            made[kept] = listen(running, **settings)
        app, url = made[kept]
        parts_of.put(app, replace(parts(app), database=parts(running.app).database))
        return Site(url, issuer, replace(running, app=app))

    def listen(running: ServiceUnderTest, **settings: Any) -> tuple[Flask, str]:
        (port,) = free_ports(1)
        config = replace(
            parts(running.app).config,
            browser_url=f"http://127.0.0.1:{port}",
            browser_authorize_url=f"{issuer}/oauth/authorize",
            browser_token_url=f"{issuer}/oauth/token",
            **settings,
        )
        keys = {**parts(running.app).verifier.issuers, issuer: IssuerKeys(over_http(f"{issuer}/.well-known/jwks.json"))}
        app = create_service_app(running.service, config, issuers=keys, database=parts(running.app).database)
        return app, listening(app, port)

    return put
