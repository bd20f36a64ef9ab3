"""The issuer's four addresses: token, metadata, keys, health."""

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify, request
from joserfc.jwk import KeySet

from asn_issuer.clients import read_clients
from asn_issuer.config import Config
from asn_issuer.grants import Refused, authenticate, granted_scopes
from asn_issuer.keys import kept_key
from asn_issuer.tokens import LIFETIME, mint


def create_app(config: Config) -> Flask:
    """Return an issuer with its key and clients loaded."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024
    key = kept_key(config.state)
    clients = read_clients(config.clients)
    scopes = sorted({scope for client in clients.values() for scope in client.scopes})
    jwks = KeySet([key]).as_dict(private=False)

    @app.post("/oauth/token")
    def token() -> Response:
        client = authenticate(clients, request.form, request.authorization)
        scope = granted_scopes(client, request.form)
        access_token = mint(
            key,
            issuer=config.issuer,
            client_id=client.client_id,
            audience=client.audience,
            scope=scope,
            now=datetime.now(UTC),
            jti=str(uuid.uuid4()),
            agency=client.agency,
            agency_scope=client.agency_scope,
            purpose=client.purpose,
        )
        return _answer(
            access_token=access_token,
            token_type="Bearer",  # noqa: S106 -- the name of the scheme, not a secret
            expires_in=int(LIFETIME.total_seconds()),
            scope=" ".join(scope),
        )

    @app.errorhandler(Refused)
    def refuse(refusal: Refused) -> Response:
        response = _answer(error=refusal.error, error_description=refusal.description)
        response.status_code = refusal.status
        if refusal.status == 401:  # noqa: PLR2004
            response.www_authenticate.type = "basic"
            response.www_authenticate["realm"] = config.issuer
        return response

    @app.get("/.well-known/oauth-authorization-server")
    def metadata() -> dict[str, Any]:
        return _metadata(config.issuer, scopes)

    @app.get("/.well-known/jwks.json")
    def keys() -> dict[str, Any]:
        return dict(jwks)

    @app.get("/healthz/live")
    def live() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _answer(**body: object) -> Response:
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _metadata(issuer: str, scopes: list[str]) -> dict[str, Any]:
    """Return authorization server metadata, RFC 8414."""
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth/token",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": scopes,
    }
