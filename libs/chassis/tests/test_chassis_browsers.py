"""What browsers are told, and what a request cannot make an answer say."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from sqlalchemy import insert

from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest

EVIL = {"Host": "evil.test", "X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"}


@pytest.mark.parametrize(
    "path",
    [
        "/healthz/live",
        "/v1/things",
        "/nothing",
        "/docs/",
        "/docs",
        "/openapi.json",
        "/problems/not-found",
        "/v1/trouble",
    ],
)
def test_every_answer_may_be_shown_and_nothing_else(probe, path):
    headers = probe.client().get(path).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert ("script-src" in headers["Content-Security-Policy"]) is (path == "/docs/")


def test_the_page_of_docs_may_run_what_it_holds_and_no_other_script(probe):
    answer = probe.client().get("/docs/")
    policy = answer.headers["Content-Security-Policy"]

    (inline,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert f"script-src 'self' 'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'" in policy
    for source in re.findall(r'(?:src|href)="([^"]+)"', answer.text):
        assert source.startswith("/docs/")
        with probe.client().get(source) as found:
            assert found.status_code == 200


def test_no_answer_holds_a_host_that_a_request_claims(probe: ServiceUnderTest):
    for path in ("/docs", "/docs/", "/openapi.json", "/problems/not-found", "/nothing"):
        answer = probe.client().get(path, headers=EVIL)

        assert "evil" not in answer.text, path
        assert "evil" not in str(answer.headers), path


def test_a_redirect_leads_to_a_path(probe):
    assert probe.client().get("/docs?x=1").headers["Location"] == "/docs/?x=1"


def test_the_link_to_the_next_page_is_written_anew(probe):
    with probe.database.transaction() as session:
        rows = [{"id": new_id(), "name": name, "score": 1} for name in ("a", "b", "c")]
        session.execute(insert(probe.service.metadata.tables["thing"]), rows)

    answer = probe.client("probe:read").get("/v1/ranking?limit=2&name=%3E%22;x%20X:1")

    link = answer.headers["Link"]
    assert re.fullmatch(r'</v1/ranking\?limit=2&name=%3E%22%3Bx(?:%20|\+)X%3A1&cursor=[\w.-]+>; rel="next"', link)
    following = probe.client("probe:read").get(link[1 : link.index(">")])
    assert (following.status_code, len(following.json["items"])) == (200, 1)


def test_a_line_break_never_comes_into_a_header(probe):
    answer = probe.client("probe:read").get("/v1/ranking?limit=2&name=x%0d%0aX:1")

    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "not-printable")
    assert "Link" not in answer.headers


@pytest.mark.parametrize(
    ("said", "language"),
    [
        (None, "id"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("en-GB, id;q=0.9", "en"),
        ("id, en", "id"),
        ("en;q=0.4, id;q=0.5", "id"),
        ("en;q=0.5, id;q=0.4", "en"),
        ("en;q=0", "id"),
        ("id;q=0, *", "en"),
        ("id;q=0.1, *;q=0.9", "en"),
        ("en;q=0.1, *;q=0.9", "id"),
        ("*", "id"),
        ("jv, su;q=0.9", "id"),
        ("jv, en;q=0.1", "en"),
        ("en;q=abc", "id"),
        ("en;q=2", "id"),
        (";;;,=,q=1", "id"),
        ("junk;;;, en;q=0.1", "en"),
        ("\u00e9n", "id"),
        ("en" * 3_000, "id"),
    ],
)
def test_the_language_is_the_one_that_weighs_most(probe, said, language):
    headers = {} if said is None else {"Accept-Language": said}

    assert probe.client().get("/nothing", headers=headers).headers["Content-Language"] == language
