"""Hostile bodies: bombs, chunks and slow ends, on a real server and in process."""

import json
from hashlib import sha256
from io import BytesIO

import pytest
from probe_wsgi_settings import without_a_database

from asn_chassis.testing.server import served
from asn_chassis.web import ProblemError
from asn_chassis.web.uploads import Upload

LIMIT = 2_048


def post(client, body, **options):
    return client.post("/v1/echoes", data=body, content_type="application/json", **options)


@pytest.mark.parametrize(
    "body",
    [
        {"names": ["a\u0000"] * 5},
        {"names": ["x" * 30] * 5} | {f"unknown{number}": 1 for number in range(40)},
        {f"\u0000{number}": 1 for number in range(100)},
        {"a" * 1_900: 1},
        {"names": list(range(400))},
    ],
)
def test_an_answer_stays_small_whatever_was_sent(probe, body):
    answer = post(probe.client(), json.dumps(body))

    assert answer.status_code == 422
    assert 1 <= len(answer.json["errors"]) <= 20
    assert len(answer.data) < 10_000
    assert all(len(error["pointer"]) <= 200 for error in answer.json["errors"])


def test_too_many_items_are_one_error(probe):
    answer = post(probe.client(), json.dumps({"names": [None] * 300}))

    assert [error["code"] for error in answer.json["errors"]] == ["too-many-items"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[" * LIMIT, 400),
        ('{"names": ' + "[" * 900 + "]" * 900 + "}", 422),
        ('{"names": []}' + " " * (LIMIT - 13), 201),
        ('{"names": []}' + " " * (LIMIT - 12), 413),
    ],
)
def test_depth_and_size_have_bounds(probe, body, status):
    assert post(probe.client(), body).status_code == status


@pytest.fixture(scope="module")
def server(tmp_path_factory, pytestconfig):
    """The probe on a real server; its routes here need no database."""
    settings = without_a_database(pytestconfig.rootpath)
    with served("probe_wsgi:app", pytestconfig.rootpath, tmp_path_factory.mktemp("server"), settings) as running:
        yield running


def sent(server, *parts):
    """Send a body over a connection of its own and return all that comes back."""
    head = "POST /v1/echoes HTTP/1.1\r\nHost: probe\r\nContent-Type: application/json\r\nConnection: close\r\n"
    return server.raw(head.encode(), *parts)


def chunked(*chunks, end=b"0\r\n\r\n"):
    return (
        b"Transfer-Encoding: chunked\r\n\r\n"
        + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
        + end
    )


def test_a_chunked_body_within_the_limit_is_read_whole(server):
    answer = sent(server, chunked(b'{"names": ["bu', b'di"]}'))

    assert answer.startswith(b"HTTP/1.1 201")
    assert b'{"names":["budi"]}' in answer


def test_a_chunked_body_over_the_limit_is_refused_and_never_cut(server):
    whole = b'{"names": ["budi"]}'

    answer = sent(server, chunked(whole + b" " * (LIMIT - len(whole)), b" ", b'{"more": 1}'))

    assert answer.startswith(b"HTTP/1.1 413")
    assert b"payload-too-large" in answer


@pytest.mark.parametrize(
    "body",
    [
        b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n0\r\n\r\n",
        chunked(b"{}", end=b""),
        b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
    ],
)
def test_broken_chunks_are_the_clients_error(server, body):
    answer = sent(server, body)

    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 422")), answer[:200]
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize(("size", "refused"), [(10, False), (11, True)])
def test_a_body_that_is_read_in_pieces_ends_at_its_limit_and_is_known_by_all_of_it(size, refused):
    upload = Upload(BytesIO(b"x" * size), 10)

    if refused:
        with pytest.raises(ProblemError, match="payload-too-large"):
            upload.digest()
    else:
        assert upload.read(4) == b"xxxx"
        assert upload.digest() == sha256(b"x" * size).digest()
