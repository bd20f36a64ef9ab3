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
    answer = client.post("/oauth/token", data={**GRANT, **LOOP, "scope": "employee:read events:read"})

    keys = KeySet.import_key_set(client.get("/.well-known/jwks.json").get_json())
    token = jwt.decode(answer.get_json()["access_token"], keys, algorithms=["ES256"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["token_type"] == "Bearer"
    assert answer.get_json()["expires_in"] == 300
    assert token.header["typ"] == "at+jwt"
    assert token.claims["scope"] == answer.get_json()["scope"] == "employee:read events:read"
    assert token.claims["aud"] == ["employee", "training", "evaluation", "feedback"]
    assert "d" not in client.get("/.well-known/jwks.json").get_json()["keys"][0]


def test_http_basic_without_a_scope_grants_all_of_the_clients_scopes(client: FlaskClient) -> None:
    answer = client.post("/oauth/token", data=GRANT, headers=basic("training-consumer", "development-only-training"))

    assert answer.get_json()["scope"] == "events:read events:read-internal events:read-personal"


def test_a_machine_says_its_agency_purpose_and_reach_and_never_that_somebody_signed_in(client: FlaskClient) -> None:
    answer = client.post("/oauth/token", data=GRANT, headers=basic("agency-reader", "development-only-reader"))

    keys = KeySet.import_key_set(client.get("/.well-known/jwks.json").get_json())
    claims = jwt.decode(answer.get_json()["access_token"], keys, algorithms=["ES256"]).claims
    assert claims["sub"] == claims["client_id"] == "agency-reader"
    assert (claims["agency"], claims["purpose"], claims["reach"]) == ("12", "pembinaan-kepegawaian", "all")
    assert "auth_time" not in claims
    assert {scope.partition(":")[2] for scope in claims["scope"].split()} == {"read"}


@pytest.mark.parametrize(
    ("form", "headers", "status", "error"),
    [
        ({**LOOP}, {}, 400, "invalid_request"),
        ({**GRANT, **LOOP, "scope": ["events:read", "events:read"]}, {}, 400, "invalid_request"),
        ({**GRANT, **LOOP}, basic(*LOOP.values()), 400, "invalid_request"),
        ({**GRANT}, {}, 401, "invalid_client"),
        ({**GRANT, **LOOP, "client_secret": "wrong"}, {}, 401, "invalid_client"),
        ({**GRANT}, basic("sibolga-loop", "wrong"), 401, "invalid_client"),
        ({**GRANT}, {"Authorization": "Bearer x"}, 401, "invalid_client"),
        ({**LOOP, "grant_type": "password"}, {}, 400, "unsupported_grant_type"),
        ({**GRANT, **LOOP, "scope": "employee:read audit:read"}, {}, 400, "invalid_scope"),
        ({**GRANT, "client_id": "asn-pages", "client_secret": ""}, {}, 401, "invalid_client"),
        ({**GRANT, "client_id": "\0", "client_secret": "\u00e9"}, {}, 401, "invalid_client"),
    ],
)
def test_refusals_use_the_words_of_rfc_6749(
    client: FlaskClient, form: dict[str, str], headers: dict[str, str], status: int, error: str
) -> None:
    answer = client.post("/oauth/token", data=form, headers=headers)

    assert (answer.status_code, answer.get_json()["error"]) == (status, error)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize("name", ["oauth-authorization-server", "openid-configuration"])
def test_metadata_leads_to_the_endpoints_and_the_keys(client: FlaskClient, name: str) -> None:
    metadata = client.get(f"/.well-known/{name}").get_json()

    assert metadata["issuer"] == "http://127.0.0.1:8100"
    assert metadata["authorization_endpoint"] == "http://127.0.0.1:8100/oauth/authorize"
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert {"openid", "employee:read", "events:read-personal"} <= set(metadata["scopes_supported"])
    assert metadata["token_endpoint"] == "http://127.0.0.1:8100/oauth/token"
    assert metadata["jwks_uri"] == "http://127.0.0.1:8100/.well-known/jwks.json"
    assert client.get("/healthz/live").status_code == 200


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:8101", True),
        ("http://localhost:8104", True),
        ("http://127.0.0.1.evil.test:8101", False),
        ("http://127.0.0.1:8101.evil.test", False),
        ("https://evil.test/?http://127.0.0.1:8101", False),
        ("null", False),
    ],
)
def test_pages_of_this_machine_may_ask_for_tokens_and_no_others(
    client: FlaskClient,
    origin: str,
    *,
    allowed: bool,
) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,x-requested-with",
    }

    before = client.options("/oauth/token", headers=asked).headers
    answer = client.post("/oauth/token", data={**GRANT, **LOOP}, headers={"Origin": origin}).headers
    found = client.get("/.well-known/openid-configuration", headers={"Origin": origin}).headers

    for headers in (before, answer, found):
        assert headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
        assert "Access-Control-Allow-Credentials" not in headers
    assert ("x-requested-with" in before.get("Access-Control-Allow-Headers", "")) is allowed
    assert "Access-Control-Allow-Origin" not in client.get("/oauth/authorize", headers={"Origin": origin}).headers


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
