"""What the HTTP kit promises, on a probe service with a real database."""

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from flask import request
from flask.testing import FlaskClient
from probe import SERVICE
from sqlalchemy import select

from asn_chassis.app import create_service_app
from asn_chassis.clock import now
from asn_chassis.database import tables_of
from asn_chassis.parts import parts
from asn_chassis.web import Blueprint
from asn_kernel.business_day import business_day, start_of

MAKE = {"name": "kursi", "score": 3}


def test_a_created_thing_and_its_event_are_there_together(probe):
    answer = probe.client("probe:write").post("/v1/things", json=MAKE)

    assert answer.status_code == 201
    assert [event.data["score"] for event in probe.published()] == [3]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"score": 3}, "/name", "required"),
        ({"name": None, "score": 3}, "/name", "null"),
        ({"name": 7, "score": 3}, "/name", "invalid-text"),
        ({"name": "", "score": 3}, "/name", "too-short"),
        ({"name": "x" * 21, "score": 3}, "/name", "too-long"),
        ({"name": "a\u0000b", "score": 3}, "/name", "nul-character"),
        ({"name": "a", "score": 5}, "/score", "out-of-range"),
        ({"name": "a", "score": "3"}, "/score", "invalid-integer"),
        ({"name": "a", "score": 2.5}, "/score", "invalid-integer"),
        ({"name": "a", "score": True}, "/score", "invalid-integer"),
        ({"name": "a", "score": 10**30}, "/score", "out-of-range"),
        ({"name": "a", "score": 3, "more": 1}, "/more", "unknown-field"),
        ([], "", "invalid-object"),
        ("text", "", "invalid-object"),
    ],
)
def test_a_bad_body_is_refused_with_the_place_and_the_reason(probe, body, pointer, code):
    answer = probe.client("probe:write").post("/v1/things", json=body)

    assert (answer.status_code, answer.json["code"]) == (422, "validation-error")
    assert (answer.json["errors"][0]["pointer"], answer.json["errors"][0]["code"]) == (pointer, code)
    assert answer.content_type.startswith("application/problem+json")
    assert probe.published() == []


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ("{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ("NaN", "application/json", 400),
        ("", "application/json", 400),
        ("[" * 60_000, "application/json", 400),
        ('{"name": "a"}', "text/plain", 415),
        ("a=b", "application/x-www-form-urlencoded", 415),
        ("x" * 65_537, "application/json", 413),
    ],
)
def test_a_body_that_is_no_json_is_a_client_error(probe, data, content_type, status):
    answer = probe.client("probe:write").post("/v1/things", data=data, content_type=content_type)

    assert answer.status_code == status
    assert answer.json["status"] == status


def test_the_answer_speaks_indonesian_unless_english_is_preferred(probe):
    client = probe.client("probe:write")

    indonesian = client.post("/v1/things", json={"score": 3})
    english = client.post("/v1/things", json={"score": 3}, headers={"Accept-Language": "en;q=0.9, id;q=0.1"})

    assert indonesian.json["errors"][0]["detail"] == "Isian ini wajib ada."
    assert english.json["errors"][0]["detail"] == "This field is required."
    assert english.headers["Content-Language"] == "en"


def test_a_domain_error_is_told_with_its_field(probe):
    client = probe.client("probe:write")
    client.post("/v1/things", json=MAKE)

    answer = client.post("/v1/things", json=MAKE)

    assert (answer.status_code, answer.json["code"], answer.json["detail"]) == (409, "name-taken", "kursi ada")
    assert answer.json["errors"][0]["pointer"] == "/name"


def test_an_unexpected_error_shows_nothing_of_itself(probe):
    answer = probe.client().get("/v1/trouble")

    assert answer.status_code == 500
    assert "secret" not in answer.text


@pytest.mark.parametrize(("path", "status"), [("/v1/nothing", 404), ("/v1/things/1", 404)])
def test_an_unknown_address_is_a_problem_document(probe, path, status):
    assert probe.client("probe:read").get(path).json["status"] == status


def test_a_wrong_method_says_which_ones_are_right(probe):
    answer = probe.client("probe:read").delete("/v1/things")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_an_unknown_query_parameter_is_refused(probe):
    answer = probe.client("probe:read").get("/v1/things?page=2")

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/page")


def test_a_nul_in_the_query_is_refused(probe):
    assert probe.client("probe:read").get("/v1/things?cursor=%00").status_code == 422


def test_a_list_is_paged_to_its_end_without_gaps(probe):
    writer, reader = probe.client("probe:write"), probe.client("probe:read")
    for number in range(7):
        writer.post("/v1/things", json={"name": f"n{number}", "score": 1})

    seen, address = [], "/v1/things?limit=3"
    while address:
        answer = reader.get(address)
        seen += [item["name"] for item in answer.json["items"]]
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")

    assert seen == [f"n{number}" for number in range(7)]
    assert answer.json["next_cursor"] is None


OLD, NEW, OTHER = "o" * 32, "n" * 32, "x" * 32


def fill(probe):
    for number in range(4):
        probe.client("probe:write").post("/v1/things", json={"name": f"n{number}", "score": number % 2 + 1})


def ask(probe, path, cursor=None):
    query = {"limit": 2} | ({"cursor": cursor} if cursor is not None else {})
    return probe.client("probe:read").get(path, query_string=query)


def under(probe, key, previous=None):
    """The same service after a restart with these keys."""
    config = replace(parts(probe.app).config, cursor_key=key, cursor_key_previous=previous)
    return replace(
        probe,
        app=create_service_app(
            probe.service, config, issuers=parts(probe.app).verifier._issuers, database=probe.database
        ),
    )


@pytest.mark.parametrize("cursor", ["x", ".", "AAAA", "e30", "WzFd.AAAA", "\U0001f600", "a" * 2_000, ".eJw.", "W10"])
@pytest.mark.parametrize("path", ["/v1/things", "/v1/ranking"])
def test_a_made_up_cursor_is_refused(probe, cursor, path):
    answer = ask(probe, path, cursor)

    assert (answer.status_code, answer.json["code"]) == (400, "invalid-cursor")


def test_every_change_of_a_cursor_is_refused(probe):
    fill(probe)
    cursor = ask(probe, "/v1/ranking").json["next_cursor"]
    assert ask(probe, "/v1/ranking", cursor).status_code == 200

    for place, letter in enumerate(cursor):
        other = cursor[:place] + ("A" if letter != "A" else "B") + cursor[place + 1 :]
        # The last letter of a signature holds bits that say nothing.
        if place < len(cursor) - 1:
            assert ask(probe, "/v1/ranking", other).status_code == 400, place


@pytest.mark.parametrize(
    ("given_by", "used_at"), [("/v1/things", "/v1/ranking"), ("/v1/ranking", "/v1/ranking?name=n1")]
)
def test_a_cursor_of_another_list_or_filter_is_refused(probe, given_by, used_at):
    fill(probe)
    cursor = ask(probe, given_by).json["next_cursor"]

    answer = probe.client("probe:read").get(f"{used_at}{'&' if '?' in used_at else '?'}cursor={cursor}")

    assert (answer.status_code, answer.json["code"]) == (400, "invalid-cursor")


@pytest.mark.parametrize(
    ("key", "previous", "status"), [(NEW, OLD, 200), (OLD, None, 200), (NEW, None, 400), (NEW, OTHER, 400)]
)
def test_a_cursor_outlives_its_key_while_that_is_the_previous_one(probe, key, previous, status):
    fill(probe)
    cursor = ask(under(probe, OLD), "/v1/ranking").json["next_cursor"]

    assert ask(under(probe, key, previous), "/v1/ranking", cursor).status_code == status


def test_a_new_cursor_is_signed_with_the_new_key(probe):
    fill(probe)
    cursor = ask(under(probe, NEW, OLD), "/v1/ranking").json["next_cursor"]

    assert ask(under(probe, NEW), "/v1/ranking", cursor).status_code == 200


def test_a_repeated_key_gets_the_first_answer_and_one_effect(probe):
    client = probe.client("probe:write")

    first = client.post("/v1/things", json=MAKE, headers={"Idempotency-Key": '"abc"'})
    second = client.post("/v1/things", json=MAKE, headers={"Idempotency-Key": "abc"})

    assert second.json == first.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(probe.published()) == 1


def test_a_key_with_another_body_is_refused(probe):
    client = probe.client("probe:write")
    client.post("/v1/things", json=MAKE, headers={"Idempotency-Key": "abc"})

    answer = client.post("/v1/things", json={**MAKE, "score": 1}, headers={"Idempotency-Key": "abc"})

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("other", [{"sub": "another"}, {"client_id": "another"}])
def test_a_key_belongs_to_its_caller(probe, other):
    def post(**claims):
        token = probe.tokens.mint("probe", "probe:write", **claims)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "abc"}
        return probe.app.test_client().post("/v1/things", json={**MAKE, "name": str(claims)[:20]}, headers=headers)

    own, stranger = post(), post(**other)

    assert (own.status_code, stranger.status_code) == (201, 201)
    assert own.json["id"] != stranger.json["id"]


def test_a_refused_request_leaves_its_key_free(probe):
    client = probe.client("probe:write")
    client.post("/v1/things", json={"name": "a"}, headers={"Idempotency-Key": "abc"})

    assert client.post("/v1/things", json=MAKE, headers={"Idempotency-Key": "abc"}).status_code == 201


def test_an_anonymous_answer_is_kept_without_its_content_and_its_moment(probe):
    client = probe.client("probe:write")
    before = now()

    first = client.post("/v1/whispers", json=MAKE, headers={"Idempotency-Key": "abc"})
    second = client.post("/v1/whispers", json=MAKE, headers={"Idempotency-Key": "abc"})

    assert (first.status_code, first.json["name"]) == (201, "kursi")
    assert (second.status_code, second.json) == (201, {})
    assert "Idempotency-Replayed" not in second.headers
    assert len(probe.published()) == 1
    with probe.database.transaction() as session:
        kept = session.execute(select(tables_of(session).idempotency)).one()
    assert first.json["id"] not in str(kept)
    assert "abc" not in str(kept)
    digests = {sha256(text).digest() for text in (b"abc", b'{"name":"kursi","score":4}', json.dumps(MAKE).encode())}
    assert not digests & {kept.fingerprint, bytes.fromhex(kept.key)}
    tomorrows = {start_of(business_day(moment) + timedelta(days=1)) for moment in (before, now())}
    assert kept.created_at in tomorrows


def test_who_guesses_another_s_key_neither_blocks_nor_swallows_nor_learns_anything(probe):
    client, key = probe.client("probe:write"), {"Idempotency-Key": "abc"}
    guessed = client.post("/v1/whispers", json={"name": "thief", "score": 1}, headers=key)

    answer = client.post("/v1/whispers", json=MAKE, headers=key)

    assert (guessed.status_code, answer.status_code, answer.json["name"]) == (201, 201, "kursi")
    assert len(probe.published()) == 2
    assert set(guessed.headers.keys()) == set(answer.headers.keys())


@pytest.mark.parametrize("path", ["/v1/whispers", "/v1/things"])
def test_a_repetition_is_known_while_the_secret_before_is(probe, path):
    answers = []
    for key, previous in ((OLD, None), (NEW, OLD)):
        client = under(probe, key, previous).client("probe:write")
        answers.append(client.post(path, json=MAKE, headers={"Idempotency-Key": "abc"}).status_code)

    assert answers == [201, 201]
    assert len(probe.published()) == 1


def test_a_public_route_keeps_no_answer_of_one_for_another():
    with pytest.raises(ValueError, match="anonymous"):
        Blueprint("open", __name__).post("/open", scope="public", idempotency="optional")


STRANGE = "01a20f32-0c6a-7488-ae3f-f4ef9e6eb3fe"


@pytest.mark.parametrize(
    ("scopes", "path", "word", "kept"),
    [
        ((), "/healthz/live", STRANGE, True),
        ((), "/healthz/live", "closed-loop-2026", False),
        ((), "/healthz/live", "3171234567890123", False),
        ((), "/v1/things", "closed-loop-2026", False),
        (("probe:read",), "/v1/things", "closed-loop-2026", True),
        (("probe:read",), "/v1/things", STRANGE, True),
        (("probe:read",), "/v1/things", "no word at all", False),
        (("probe:read",), "/healthz/live", "closed-loop-2026", False),
    ],
)
def test_a_stranger_names_the_business_at_hand_by_a_uuid_alone(probe, scopes, path, word, kept):
    answer = probe.client(*scopes).get(path, headers={"X-Correlation-Id": word})

    assert (answer.headers["X-Correlation-Id"] == word) is kept
    assert kept or answer.headers["X-Correlation-Id"] == answer.headers["X-Request-Id"]


def test_an_anonymous_answer_needs_no_key(probe):
    client = FlaskClient(probe.app, probe.app.response_class)
    identity = {"Authorization": f"Bearer {probe.tokens.mint('probe', 'probe:write')}"}

    answers = [client.post("/v1/whispers", json={**MAKE, "name": name}, headers=identity) for name in ("a", "b")]

    assert [answer.json["name"] for answer in answers] == ["a", "b"]
    with probe.database.transaction() as session:
        assert session.execute(select(tables_of(session).idempotency)).all() == []


def test_the_same_key_at_the_same_time_has_one_effect(probe):
    answers, start = [], Barrier(8)

    def send():
        client = probe.client("probe:write")
        start.wait()
        answers.append(client.post("/v1/things", json=MAKE, headers={"Idempotency-Key": "abc"}))

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert len(probe.published()) == 1


def test_the_documents_are_served_from_here(probe):
    client = probe.client()

    assert client.get("/openapi.json").json["openapi"] == "3.1.0"
    assert "swagger" in client.get("/docs/").text.lower()
    assert client.get("/problems/validation-error", headers={"Accept-Language": "en"}).status_code == 200
    assert client.get("/healthz/ready").json == {"status": "ok"}
    assert client.get("/healthz/startup").json == {"status": "ok"}


def test_authorize_leads_to_the_issuer_as_browsers_reach_it_with_every_scope_that_is_asked_for(probe, run_service):
    addresses = {
        "browser_url": "https://employee.test",
        "browser_authorize_url": "https://sso.test/realms/asn/auth",
        "browser_token_url": "https://sso.test/realms/asn/token",
    }
    client = run_service(probe.service, **addresses, browser_client_id="our-pages").client()

    document = client.get("/openapi.json").json

    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    assert flows["authorizationCode"]["authorizationUrl"] == addresses["browser_authorize_url"]
    assert {flow["tokenUrl"] for flow in flows.values()} == {addresses["browser_token_url"]}
    operations = [each for path in document["paths"].values() for each in path.values() if isinstance(each, dict)]
    secured = [operation["security"] for operation in operations if operation.get("security")]
    asked = {scope for ways in secured for way in ways for scope in way.get("oauth2", ())}
    assert {"probe:read", "events:read"} <= asked == set(flows["authorizationCode"]["scopes"])
    assert all({"bearer": []} in ways for ways in secured)
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    answer = client.get("/docs/", headers={"Host": "evil.test"})
    page = answer.text
    assert "connect-src 'self' https://sso.test;" in answer.headers["Content-Security-Policy"]
    assert '"oauth2RedirectUrl": "https://employee.test/docs/oauth2-redirect.html"' in page
    assert '"clientId": "our-pages"' in page
    assert '"usePkceWithAuthorizationCodeGrant": true' in page
    with client.get("/docs/oauth2-redirect.html?code=x&state=y") as landing:
        assert landing.status_code == 200


def test_readers_who_wait_leave_room_for_those_who_ask(probe):
    answers = []

    def wait(seconds):
        answers.append(probe.client("events:read").get(f"/v1/events?after=0&wait={seconds}"))

    waiting = [Thread(target=wait, args=(1,)) for _ in range(12)]
    for thread in waiting:
        thread.start()
    asked = probe.client("events:read").get("/v1/events?after=0")
    for thread in waiting:
        thread.join()

    told = sorted(answer.status_code for answer in answers)
    assert asked.status_code == 200
    assert told == [200] * 4 + [503] * 8
    assert all(answer.headers["Retry-After"] == "1" for answer in answers if answer.status_code == 503)
    wait(0.1)
    assert answers[-1].status_code == 200


@pytest.mark.parametrize(("gateways", "seen"), [(0, "127.0.0.1"), (1, "10.0.0.9"), (2, "10.0.0.8")])
def test_as_many_gateways_are_believed_as_there_are(run_service, gateways, seen):
    app = run_service(SERVICE, gateways=gateways).app
    said = {
        "X-Forwarded-For": "10.0.0.7, 10.0.0.8, 10.0.0.9",
        "X-Forwarded-Host": "evil.test",
        "X-Forwarded-Prefix": "/x",
    }
    found = []
    app.before_request(lambda: found.append((request.remote_addr, request.host, request.script_root)))

    app.test_client().get("/healthz/live", headers=said)

    assert found == [(seen, "localhost", "")]
