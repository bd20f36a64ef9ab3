"""A token goes with every request, is renewed in time and once when it is refused."""

from base64 import b64decode
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx
import pytest

from asn_oauth import ClientCredentials

TOKEN_URL = "http://issuer/oauth/token"
Handler = Callable[[httpx.Request], httpx.Response]


class Issuer:
    """Gives out token-0, token-1, and so on, and keeps what it was asked."""

    def __init__(self, *lifetimes: int | None) -> None:
        self.lifetimes = lifetimes
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body: dict[str, object] = {"access_token": f"token-{len(self.asked)}", "token_type": "Bearer"}
        if (lifetime := self.lifetimes[min(len(self.asked), len(self.lifetimes) - 1)]) is not None:
            body["expires_in"] = lifetime
        self.asked.append(request)
        return httpx.Response(200, json=body)


def client(issuer: Handler, service: Handler, scope: str = "") -> httpx.Client:
    def route(request: httpx.Request) -> httpx.Response:
        return issuer(request) if str(request.url) == TOKEN_URL else service(request)

    auth = ClientCredentials(TOKEN_URL, "loop", "secret", scope=scope)
    return httpx.Client(base_url="http://service", transport=httpx.MockTransport(route), auth=auth)


def echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=request.headers["Authorization"])


@pytest.mark.parametrize(
    ("lifetimes", "sent"),
    [
        ((300,), ["token-0", "token-0", "token-0"]),
        ((31, 300), ["token-0", "token-0", "token-0"]),
        ((30, 300), ["token-0", "token-1", "token-1"]),  # over when it arrives
        ((0, 300), ["token-0", "token-1", "token-1"]),
        ((None,), ["token-0", "token-0", "token-0"]),
    ],
)
def test_a_token_is_used_until_it_is_nearly_over(lifetimes: tuple[int | None, ...], sent: list[str]) -> None:
    service = client(Issuer(*lifetimes), echo)

    assert [service.get("/x").json() for _ in range(3)] == [f"Bearer {token}" for token in sent]


def test_the_issuer_is_asked_as_the_standard_says() -> None:
    issuer = Issuer(300)

    client(issuer, echo, scope="events:read").get("/x")

    (asked,) = issuer.asked
    assert asked.method == "POST"
    assert b64decode(asked.headers["Authorization"].removeprefix("Basic ")) == b"loop:secret"
    assert parse_qs(asked.content.decode()) == {"grant_type": ["client_credentials"], "scope": ["events:read"]}
    assert asked.extensions["timeout"]["read"] == 5


def test_a_refused_token_is_renewed_and_the_request_sent_again_whole() -> None:
    bodies: list[bytes] = []

    def service(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        return httpx.Response(401 if request.headers["Authorization"] == "Bearer token-0" else 201)

    answer = client(Issuer(300), service).post("/x", json={"a": 1})

    assert answer.status_code == 201
    assert bodies == [b'{"a":1}'] * 2


def test_a_service_that_refuses_every_token_is_asked_twice_and_not_for_ever() -> None:
    issuer = Issuer(300)

    assert client(issuer, lambda _: httpx.Response(401)).get("/x").status_code == 401
    assert len(issuer.asked) == 2


def test_refused_credentials_are_the_issuers_error_and_nothing_is_sent() -> None:
    sent: list[httpx.Request] = []

    def service(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    with pytest.raises(httpx.HTTPStatusError, match="issuer/oauth/token"):
        client(lambda _: httpx.Response(401, json={"error": "invalid_client"}), service).get("/x")
    assert sent == []
