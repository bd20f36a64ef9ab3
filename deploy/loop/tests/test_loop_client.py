"""The client follows pages, retries without doubling, and says what a service refused."""

from collections.abc import Callable
from decimal import Decimal

import httpx
import pytest

from asn_loop.client import Api
from asn_loop.errors import NotHappened, Refused
from asn_loop.saying import silent
from asn_loop.waiting import until

Handler = Callable[[httpx.Request], httpx.Response]


def api(handler: Handler, auth: httpx.Auth | None = None) -> Api:
    return Api(httpx.Client(base_url="http://service", transport=httpx.MockTransport(handler), auth=auth))


def test_a_list_is_followed_to_its_last_page() -> None:
    first, second, third = {"id": "1"}, {"id": "2"}, {"id": "3"}
    pages = {None: {"items": [first, second], "next_cursor": "b"}, "b": {"items": [third], "next_cursor": None}}

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.params["code"] == "X"
        return httpx.Response(200, json=pages[request.url.params.get("cursor")])

    assert list(api(answer).items("/units", code="X")) == [first, second, third]


def test_a_post_is_sent_again_under_the_same_key() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        if len(keys) == 1:
            raise httpx.ReadError("cut off")
        return httpx.Response(503) if len(keys) == 2 else httpx.Response(201, json={"ikm": 78.74})

    assert api(answer).post("/things", {}) == {"ikm": Decimal("78.74")}
    assert len(set(keys)) == 1
    assert len(keys) == 3


def test_what_somebody_else_created_meanwhile_is_found() -> None:
    found: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"items": list(found), "next_cursor": None})
        found.append({"id": "theirs"})
        return httpx.Response(409, json={"code": "duplicate-unit-code"})

    assert api(answer).ensure("/units", {"code": "X"}, code="X") == {"id": "theirs"}


def test_a_refusal_tells_code_sentence_and_field() -> None:
    problem = {"code": "unknown-unit", "detail": "No such unit.", "errors": [{"pointer": "/unit_id", "detail": "?"}]}

    with pytest.raises(Refused, match=r"422 unknown-unit: No such unit\. /unit_id") as refusal:
        api(lambda _: httpx.Response(422, json=problem)).post("/positions", {})

    assert refusal.value.code == "unknown-unit"


def test_waiting_names_what_did_not_happen() -> None:
    with pytest.raises(NotHappened, match="Within 0 seconds the moon turning green did not happen"):
        until("the moon turning green", lambda: None, patience=0.1, say=silent)
