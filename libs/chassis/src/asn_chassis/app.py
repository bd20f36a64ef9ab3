"""Makes the application of a service: joins the parts, nothing else."""

from flask import Flask

from asn_chassis import commands
from asn_chassis.auth.keys import IssuerKeys, over_http
from asn_chassis.auth.tokens import TokenVerifier
from asn_chassis.config import Config
from asn_chassis.database import Database
from asn_chassis.events.contracts import Contracts
from asn_chassis.ops import failpoint, logs
from asn_chassis.service import Service
from asn_chassis.web import api, feed, guard, health, problems, reference, requests


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
    failpoint.obey(config.failpoints)
    contracts = Contracts(config.contracts_dir)
    app = Flask(service.name, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body_bytes
    app.extensions["asn_config"] = config
    app.extensions["asn_service"] = service
    app.extensions["asn_contracts"] = contracts
    app.extensions["asn_database"] = database or Database(
        config.database_url, tables=service.metadata, contracts=contracts, pool_size=config.database_pool
    )
    requests.install(app)
    keys = issuers or {issuer: IssuerKeys(over_http(url)) for issuer, url in config.issuers.items()}
    guard.install(app, TokenVerifier(service.name, keys))
    kit = api.install(app, service, service.version)
    for blueprint in (*service.blueprints, feed.blueprint, health.blueprint, reference.blueprint):
        kit.register_blueprint(blueprint)
    problems.install(app, service.problems)
    commands.install(app)
    return app
