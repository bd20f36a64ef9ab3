"""The issuer's addresses joined: login, token, metadata, keys, health."""

import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify, request
from flask_cors import CORS
from flask_wtf.csrf import CSRFProtect
from joserfc.jwk import ECKey, KeySet

from asn_issuer import login
from asn_issuer.clients import read_clients
from asn_issuer.codes import Codes
from asn_issuer.config import Config
from asn_issuer.discovery import metadata
from asn_issuer.grants import by_code, by_credentials, grant_type
from asn_issuer.keys import kept_key
from asn_issuer.persons import read_persons
from asn_issuer.refusals import Refused
from asn_issuer.tokens import LIFETIME, Grant, mint, mint_id_token

# Pages of this machine, whatever their port: what they may read here, everybody with an address may.
ORIGINS = r"^http://(127\.0\.0\.1|localhost)(:\d{1,5})?$"
FOR_PAGES = (r"/oauth/token", r"/\.well-known/.*")


def create_app(config: Config) -> Flask:
    """Return an issuer with its key, clients and persons loaded."""
    app = Flask(__name__)
    app.config.update(
        MAX_CONTENT_LENGTH=16 * 1024,
        # For the login form alone, which is filled in at once: a restart may forget it.
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME="asn-issuer",
        SESSION_COOKIE_SAMESITE="Lax",
    )
    CORS(app, resources=list(FOR_PAGES), origins=[ORIGINS])
    key = kept_key(config.state)
    clients, persons, codes = read_clients(config.clients), read_persons(config.persons), Codes()
    app.register_blueprint(login.blueprint(config.issuer, clients, persons, codes))

    @app.post("/oauth/token")
    def token() -> dict[str, Any]:
        now = datetime.now(UTC)
        if grant_type(request.form) == "client_credentials":
            grant = by_credentials(clients, request.form, request.authorization)
            return _token(key, config.issuer, grant, now)
        code = by_code(clients, codes, request.form, now=now)
        body = _token(key, config.issuer, code.grant, now)
        if code.name is not None:
            body["id_token"] = mint_id_token(
                key, code.grant, issuer=config.issuer, now=now, name=code.name, nonce=code.nonce
            )
        return body

    # A machine has no form, and a page proves itself by its code and verifier.
    CSRFProtect(app).exempt(token)

    @app.errorhandler(Refused)
    def refuse(refusal: Refused) -> Response:
        response = jsonify(error=refusal.error, error_description=refusal.description)
        response.status_code = refusal.status
        if refusal.status == 401:  # noqa: PLR2004
            response.www_authenticate.type = "basic"
            response.www_authenticate["realm"] = config.issuer
        return response

    _describe(app, key, metadata(config.issuer, persons.scopes | clients.scopes))
    app.after_request(_guard)
    return app


def _describe(app: Flask, key: ECKey, document: dict[str, Any]) -> None:
    """Add what the issuer says of itself."""
    jwks = KeySet([key]).as_dict(private=False)
    app.add_url_rule("/.well-known/openid-configuration", "openid", lambda: document)
    app.add_url_rule("/.well-known/oauth-authorization-server", "oauth", lambda: document)
    app.add_url_rule("/.well-known/jwks.json", "jwks", lambda: dict(jwks))
    app.add_url_rule("/healthz/live", "live", lambda: {"status": "ok"})


def _token(key: ECKey, issuer: str, grant: Grant, now: datetime) -> dict[str, Any]:
    return {
        "access_token": mint(key, grant, issuer=issuer, now=now, jti=str(uuid.uuid4())),
        "token_type": "Bearer",
        "expires_in": int(LIFETIME.total_seconds()),
        "scope": " ".join(grant.scopes),
    }


def _guard(response: Response) -> Response:
    """Keep every answer out of caches, frames and guesses."""
    if not request.path.startswith(("/.well-known/", "/static/")):
        response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    return response
