"""A person signs in as a browser would, and as somebody would who is not the person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from asn_issuer.app import create_app
from asn_issuer.config import CLIENTS, PERSONS, Config
from asn_issuer.persons import read_persons
from asn_issuer.testing import REDIRECT_URI, Login, challenge_of, log_in, returned

ISSUER = "http://127.0.0.1:8100"
AUTHORIZE = f"{ISSUER}/oauth/authorize"
VERIFIER = "a-verifier-of-forty-three-characters-or-more"
ASKED = {
    "response_type": "code",
    "client_id": "asn-pages",
    "redirect_uri": REDIRECT_URI,
    "scope": "openid employee:read",
    "state": "a state & more",
    "nonce": "n-1",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}
EXCHANGE = {
    "grant_type": "authorization_code",
    "client_id": "asn-pages",
    "redirect_uri": REDIRECT_URI,
    "code_verifier": VERIFIER,
}


@pytest.fixture
def http(tmp_path: Path) -> Iterator[httpx.Client]:
    app = create_app(Config(issuer=ISSUER, state=tmp_path, clients=CLIENTS, persons=PERSONS))
    with httpx.Client(transport=httpx.WSGITransport(app=app)) as client:
        yield client


def code_for(http: httpx.Client, person: str = "employee-1", **changes: str) -> str:
    return returned(press(http, person, **changes))["code"]


def press(http: httpx.Client, person: str, **changes: str) -> httpx.Response:
    """Press a person's button, the form's own fields changed."""
    form = Login(http.get(AUTHORIZE, params=ASKED).text)
    return http.post(AUTHORIZE, data={**form.hidden, "person": person, **changes})


def claims_of(http: httpx.Client, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(http.get(f"{ISSUER}/.well-known/jwks.json").json())
    return jwt.decode(token, keys, algorithms=["ES256"]).claims


@pytest.mark.parametrize("word", read_persons(PERSONS).persons)
def test_everybody_gets_a_token_with_the_scopes_and_reach_of_the_role(http: httpx.Client, word: str) -> None:
    persons = read_persons(PERSONS)
    person = persons.persons[word]

    tokens = log_in(http, ISSUER, {"person": word})

    claims = claims_of(http, tokens["access_token"])
    assert claims["sub"] == str(person.subject)
    assert claims["client_id"] == "asn-pages"
    assert claims["aud"] == ["employee", "training", "evaluation", "feedback"]
    assert claims["scope"] == tokens["scope"] == " ".join(persons.role_of(person).scopes)
    assert (claims["agency"], claims["reach"]) == ("12.73", persons.role_of(person).reach)
    assert 0 <= claims["iat"] - claims["auth_time"] < 60
    assert "unit" not in claims
    assert "id_token" not in tokens


def test_the_code_comes_back_with_the_state_and_becomes_a_token_of_what_was_asked(http: httpx.Client) -> None:
    told = returned(press(http, "employee-1"))

    tokens = http.post(f"{ISSUER}/oauth/token", data={**EXCHANGE, "code": told["code"]})

    assert (told["state"], told["iss"]) == ("a state & more", ISSUER)
    assert tokens.headers["Cache-Control"] == "no-store"
    assert tokens.json()["scope"] == "employee:read"
    spoken = claims_of(http, tokens.json()["id_token"])
    assert (spoken["aud"], spoken["nonce"], spoken["name"]) == ("asn-pages", "n-1", "Pegawai contoh 1")
    assert spoken["sub"] == claims_of(http, tokens.json()["access_token"])["sub"]


def test_a_person_gets_of_the_requested_scopes_those_of_the_role_and_never_more(http: httpx.Client) -> None:
    tokens = log_in(http, ISSUER, {"person": "employee-1"}, scope="employee:write employee:read feedback:integrity")

    assert tokens["scope"] == "employee:read"
    beside_a_machine_s = log_in(http, ISSUER, {"person": "employee-1"}, scope="employee:read events:read")
    assert beside_a_machine_s["scope"] == "employee:read"
    with pytest.raises(RuntimeError, match="access_denied"):
        log_in(http, ISSUER, {"person": "employee-1"}, scope="employee:write")
    with pytest.raises(RuntimeError, match="invalid_scope"):
        log_in(http, ISSUER, {"person": "employee-1"}, scope="employee:everything")


@pytest.mark.parametrize(
    "uri", ["http://127.0.0.1:40404/login/callback", "http://localhost:1/docs/oauth2-redirect.html"]
)
def test_on_loopback_any_port_will_do(http: httpx.Client, uri: str) -> None:
    assert log_in(http, ISSUER, {"person": "provider"}, redirect_uri=uri)["access_token"]


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://127.0.0.1:8101/login/callback/",
        "http://127.0.0.1:8101/login/callback?next=x",
        "http://127.0.0.1:8101/login/callback#x",
        "http://127.0.0.1:8101/login/callback\n",
        "http://127.0.0.1:8101/login/../login/callback",
        "http://127.0.0.1:8101@evil.test/login/callback",
        "http://127.0.0.1:x/login/callback",
        "http://127.0.0.1.evil.test/login/callback",
        "https://127.0.0.1:8101/login/callback",
        "HTTP://127.0.0.1:8101/login/callback",
        "http://evil.test/login/callback",
        "javascript:alert(1)",
        '"><script>alert(1)</script>',
    ],
)
def test_nothing_is_sent_to_an_address_that_is_not_the_clients(http: httpx.Client, uri: str) -> None:
    asked = http.get(AUTHORIZE, params={**ASKED, "redirect_uri": uri})
    pressed = press(http, "employee-1", redirect_uri=uri)

    for answer in (asked, pressed):
        assert answer.status_code == 400
        assert "Location" not in answer.headers
        assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": f"{challenge_of(VERIFIER)}\n"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"scope": "employee:read audit:read"}, "invalid_scope"),
        ({"scope": '"\0'}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_wrong_request_goes_back_to_the_client_with_its_state(
    http: httpx.Client, change: dict[str, str], error: str
) -> None:
    asked = http.get(AUTHORIZE, params={**ASKED, **change})
    pressed = press(http, "employee-1", **change)

    for answer in (asked, pressed):
        assert answer.headers["Location"].startswith(f"{REDIRECT_URI}?")
        assert returned(answer).items() >= {"error": error, "state": "a state & more", "iss": ISSUER}.items()
        assert "code" not in returned(answer)


def test_a_parameter_twice_is_refused(http: httpx.Client) -> None:
    answer = http.get(AUTHORIZE, params=[*ASKED.items(), ("state", "another")])

    assert returned(answer)["error"] == "invalid_request"


@pytest.mark.parametrize("person", ["", "nobody", "5f8b6d0e-3c1e-4f57-9a55-0d6a2f9a1b03"])
def test_whoever_is_nobody_or_goes_away_is_not_signed_in(http: httpx.Client, person: str) -> None:
    assert returned(press(http, person))["error"] == "access_denied"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_verifier": "another-verifier-of-forty-three-characters-or-more"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"code_verifier": challenge_of(VERIFIER)}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:8102/login/callback"}, "invalid_grant"),
        ({"redirect_uri": ""}, "invalid_grant"),
        ({"client_id": "sibolga-loop"}, "invalid_client"),
        ({"client_id": ""}, "invalid_client"),
        ({"code": "guessed"}, "invalid_grant"),
    ],
)
def test_a_stolen_code_is_worth_nothing_and_used_up_by_the_attempt(
    http: httpx.Client, change: dict[str, str], error: str
) -> None:
    code = code_for(http)

    refused = http.post(f"{ISSUER}/oauth/token", data={**EXCHANGE, "code": code, **change})
    again = http.post(f"{ISSUER}/oauth/token", data={**EXCHANGE, "code": code})

    assert refused.json()["error"] == error
    assert again.is_success is ("code" in change)


def test_a_code_is_good_once(http: httpx.Client) -> None:
    exchange = {**EXCHANGE, "code": code_for(http)}

    answers = [http.post(f"{ISSUER}/oauth/token", data=exchange).status_code for _ in range(2)]

    assert answers == [200, 400]


def test_a_form_of_somebody_else_signs_nobody_in(http: httpx.Client) -> None:
    form = Login(http.get(AUTHORIZE, params=ASKED).text)
    stolen = {**form.hidden, "person": "hr-officer"}
    without = {name: value for name, value in stolen.items() if name != "csrf_token"}

    assert http.post(AUTHORIZE, data=without).status_code == 400
    http.cookies.clear()
    assert http.post(AUTHORIZE, data=stolen).status_code == 400


def test_the_page_says_that_it_is_for_development_in_the_language_of_the_reader(http: httpx.Client) -> None:
    pages = {
        language: http.get(AUTHORIZE, params=ASKED, headers={"Accept-Language": language}).text
        for language in ("id", "en-GB,en;q=0.9,id;q=0.5", "de", "")
    }

    for language, page in pages.items():
        english = language.startswith("en")
        assert ("For development only" in page) is english
        assert ("Hanya untuk pengembangan" in page) is not english
        assert f'lang="{"en" if english else "id"}"' in page
        assert page.count("<button") == len(read_persons(PERSONS).persons) + 1
        assert "<script" not in page


def test_the_page_cannot_be_framed_cached_or_made_to_send_elsewhere(http: httpx.Client) -> None:
    page = http.get(AUTHORIZE, params={**ASKED, "state": '"><script>alert(1)</script>'})

    assert "<script" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:8101" in policy
    assert policy.startswith("default-src 'none'")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "HttpOnly" in page.headers["Set-Cookie"]
    assert "SameSite=Lax" in page.headers["Set-Cookie"]
    style = http.get(f"{ISSUER}/static/login.css")
    assert style.is_success
    assert "url(" not in style.text
