"""Makes the application of a service: joins the parts, nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_smorest import Blueprint
from werkzeug.middleware.proxy_fix import ProxyFix

from asn_chassis import commands, files, parts
from asn_chassis.auth.keys import IssuerKeys, over_http
from asn_chassis.auth.tokens import TokenVerifier
from asn_chassis.config import Config
from asn_chassis.database import Database
from asn_chassis.events.contracts import Contracts
from asn_chassis.ops import failpoint, logs, metrics
from asn_chassis.pages import home, kit
from asn_chassis.regulations import load
from asn_chassis.service import Service
from asn_chassis.web import (
    api,
    audit_records,
    auditing,
    bodies,
    browsers,
    feed,
    guard,
    health,
    problems,
    references,
    requests,
    status,
)

KIT = (feed.blueprint, health.blueprint, home.blueprint, references.blueprint, status.blueprint)


class _App(Flask):
    """Flask that does not ask before each of its calls whether a function is a coroutine: none is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function."""
        return func


def create_service_app(
    service: Service,
    config: Config,
    *,
    issuers: dict[str, IssuerKeys] | None = None,
    database: Database | None = None,
) -> Flask:
    """Return the Flask application of a service: its API, feed, health, documents and commands.

    Opens no connection: that happens at the first request, in whichever process serves it. `issuers` and
    `database` replace those of the settings, for callers that have their own.
    """
    logs.set_up(service.name, config.log_level)
    failpoint.arm(config.failpoints)
    metrics.build_info.asks(lambda: {(service.name, service.version, config.revision): 1})
    contracts = Contracts(config.contracts_dir)
    keys = issuers or {issuer: IssuerKeys(over_http(url)) for issuer, url in config.issuers.items()}
    app = _App(service.name, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body_bytes
    parts.put(
        app,
        parts.Parts(
            config=config,
            service=service,
            contracts=contracts,
            database=database or _database(service, config, contracts),
            verifier=TokenVerifier(service.name, keys),
        ),
    )
    _open(app, service, config)
    commands.install(app)
    return app


def _open(app: Flask, service: Service, config: Config) -> None:
    """Give the application what it answers over HTTP; who is installed first has the last word on an answer."""
    # The caller's address and scheme, of no more gateways than there are; host, port and prefix of none at all.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.gateways, x_proto=config.gateways, x_host=0)  # type: ignore[method-assign]
    requests.install(app)
    browsers.install(app, config.browser_token_url)
    auditing.install(app)
    guard.install(app)
    bodies.install(app)
    api.install(app, service, config, (*service.blueprints, *KIT, *_of_service(service)))
    problems.install(app, problems.OF_THE_KERNEL | dict(service.problems))
    kit.install(app)


def _of_service(service: Service) -> list[Blueprint]:
    """Return the routes of the kit whose scopes are the service's own."""
    tables = [files.blueprint_of(service)] if service.resources else []
    return [*tables, audit_records.blueprint_of(service.name)]


def _database(service: Service, config: Config, contracts: Contracts) -> Database:
    return Database(
        config.database_url,
        tables=service.metadata,
        contracts=contracts,
        regulations=regulations_for(service, config.contracts_dir),
        pool_size=config.database_pool,
    )


def regulations_for(service: Service, contracts_dir: Path) -> object:
    """Return the law that the service decides by; BadRegulation where a document does not fit."""
    return None if service.regulations is None else load(contracts_dir, service.regulations)
