"""The token endpoint as a client meets it."""

from base64 import b64encode
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from environs import EnvValidationError
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet

from asn_issuer.app import create_app
from asn_issuer.config import Config

LOOP = {"client_id": "sibolga-loop", "client_secret": "development-only-loop"}
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("ASN_ENV", "test")
    monkeypatch.setenv("ASN_ISSUER_URL", "http://127.0.0.1:8100")
    monkeypatch.setenv("ASN_ISSUER_STATE", str(tmp_path))
    return create_app(Config.from_environment()).test_client()


def basic(name: str, secret: str) -> dict[str, str]:
    pair = f"{quote_plus(name)}:{quote_plus(secret)}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode()}"}


def test_a_token_from_the_form_is_verified_by_the_published_key(client: FlaskClient) -> None:
    answer = client.post("/oauth/token", data={**GRANT, **LOOP, "scope": "employee:read public"})

    keys = KeySet.import_key_set(client.get("/.well-known/jwks.json").get_json())
    token = jwt.decode(answer.get_json()["access_token"], keys, algorithms=["ES256"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["token_type"] == "Bearer"
    assert answer.get_json()["expires_in"] == 300
    assert token.header["typ"] == "at+jwt"
    assert token.claims["scope"] == answer.get_json()["scope"] == "employee:read public"
    assert token.claims["aud"] == ["employee", "training", "evaluation", "feedback"]
    assert "d" not in client.get("/.well-known/jwks.json").get_json()["keys"][0]


def test_http_basic_without_a_scope_grants_all_of_the_clients_scopes(client: FlaskClient) -> None:
    answer = client.post("/oauth/token", data=GRANT, headers=basic("training-consumer", "development-only-training"))

    assert answer.get_json()["scope"] == "events:read"


@pytest.mark.parametrize(
    ("form", "headers", "status", "error"),
    [
        ({**LOOP}, {}, 400, "invalid_request"),
        ({**GRANT, **LOOP, "scope": ["public", "public"]}, {}, 400, "invalid_request"),
        ({**GRANT, **LOOP}, basic(*LOOP.values()), 400, "invalid_request"),
        ({**GRANT}, {}, 401, "invalid_client"),
        ({**GRANT, **LOOP, "client_secret": "wrong"}, {}, 401, "invalid_client"),
        ({**GRANT}, basic("sibolga-loop", "wrong"), 401, "invalid_client"),
        ({**GRANT}, {"Authorization": "Bearer x"}, 401, "invalid_client"),
        ({**LOOP, "grant_type": "password"}, {}, 400, "unsupported_grant_type"),
        ({**GRANT, **LOOP, "scope": "employee:read audit:read"}, {}, 400, "invalid_scope"),
    ],
)
def test_refusals_use_the_words_of_rfc_6749(
    client: FlaskClient, form: dict[str, str], headers: dict[str, str], status: int, error: str
) -> None:
    answer = client.post("/oauth/token", data=form, headers=headers)

    assert (answer.status_code, answer.get_json()["error"]) == (status, error)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_metadata_leads_to_the_token_endpoint_and_the_keys(client: FlaskClient) -> None:
    metadata = client.get("/.well-known/oauth-authorization-server").get_json()

    assert metadata["issuer"] == "http://127.0.0.1:8100"
    assert metadata["token_endpoint"] == "http://127.0.0.1:8100/oauth/token"
    assert metadata["jwks_uri"] == "http://127.0.0.1:8100/.well-known/jwks.json"
    assert client.get("/healthz/live").status_code == 200


@pytest.mark.parametrize("environment", [None, "production"])
def test_outside_development_it_refuses_to_start_and_names_all_that_is_wrong(
    monkeypatch: pytest.MonkeyPatch, environment: str | None
) -> None:
    for name in ("ASN_ENV", "ASN_ISSUER_URL", "ASN_ISSUER_STATE"):
        monkeypatch.delenv(name, raising=False)
    if environment:
        monkeypatch.setenv("ASN_ENV", environment)

    with pytest.raises(EnvValidationError) as refusal:
        Config.from_environment()

    assert set(refusal.value.error_messages) == {"ASN_ENV", "ASN_ISSUER_URL", "ASN_ISSUER_STATE"}
