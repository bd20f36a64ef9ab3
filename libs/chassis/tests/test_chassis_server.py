"""The web role's server, as deployed: what it refuses by itself, and whom it tells how it is."""

import json
import os
import signal
import socket
import time
from contextlib import ExitStack

import psutil
import pytest
from probe_wsgi_settings import without_a_database

from asn_chassis.testing.server import served

OLDEST_BEAT = 1.5
HALF_SENT = b"POST /v1/echoes HTTP/1.1\r\nHost: probe\r\nContent-Type: application/json\r\nContent-Len"


@pytest.fixture(scope="module")
def server(tmp_path_factory, pytestconfig):
    """The probe; its routes here need no database."""
    settings = without_a_database(pytestconfig.rootpath) | {"ASN_OLDEST_BEAT": str(OLDEST_BEAT)}
    with served("probe_wsgi:app", pytestconfig.rootpath, tmp_path_factory.mktemp("server"), settings) as running:
        yield running


def until(condition, what):
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(what)


def head(**changes):
    fields = {
        "Host": "probe",
        "Content-Type": "application/json",
        "Connection": "close",
        "Content-Length": "2",
    } | changes
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n"


@pytest.mark.parametrize(
    ("request_line", "headers", "status", "code"),
    [
        (b"NONSENSE\r\n", b"\r\n", 400, "malformed-http"),
        (b"GET / HTTP/9.9\r\n", b"\r\n", 400, "malformed-http"),
        (b"GET / HTTP/1.1\r\n", b"Host: a\r\nbad header\r\n\r\n", 400, "malformed-http"),
        (b"GET / HTTP/1.1\r\n", b"Host: a\r\nHost: b\r\n\r\n", 400, "malformed-http"),
        (b"POST / HTTP/1.1\r\n", head(**{"Transfer-Encoding": "gzip"}), 400, "malformed-http"),
        (b"GET / HTTP/1.1\r\n", head(Expect="the-unexpected"), 400, "malformed-http"),
        (b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\n", b"Host: a\r\n\r\n", 414, "uri-too-long"),
        (b"GET / HTTP/1.1\r\n", head(Long="a" * 9_000), 431, "headers-too-large"),
    ],
)
def test_what_is_no_http_is_refused_by_a_problem_document(server, request_line, headers, status, code):
    answer = server.raw(request_line, headers)

    start, _, body = answer.partition(b"\r\n\r\n")
    assert start.startswith(f"HTTP/1.1 {status} ".encode()), answer
    assert b"Content-Type: application/problem+json" in start
    assert json.loads(body)["code"] == code
    assert json.loads(body)["status"] == status
    assert "Traceback" not in server.log.read_text()


def test_a_request_says_nothing_of_where_the_application_lies_or_who_calls(server):
    forged = b"SCRIPT_NAME: /v1\r\nPATH_INFO: /v1/echoes\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"

    answer = server.raw(b"GET /docs HTTP/1.1\r\nHost: attacker.test\r\n", forged)

    assert b" 308 " in answer.split(b"\r\n", 1)[0]
    assert b"https://" not in answer
    assert b"/v1/docs" not in answer


def test_while_half_sent_requests_hold_every_thread_the_admin_listener_answers_and_says_so(server):
    with ExitStack() as clients:
        for _ in range(40):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            client.sendall(HALF_SENT)

        def all_stuck():
            status, told = server.live()
            return told if status == 200 and all(worker["stuck"] for worker in told["workers"]) else None

        told = until(all_stuck, "the workers are not stuck")

        assert {worker["held"] for worker in told["workers"]} == {8}
        assert sum(worker["connections"] for worker in told["workers"]) == 40
        until(lambda: all(each["longest_held"] > 1 for each in server.live()[1]["workers"]), "nobody says how long")

    until(lambda: {worker["held"] for worker in server.live()[1]["workers"]} == {0}, "threads are still held")
    assert server.raw(b"GET /healthz/live HTTP/1.1\r\n", head()).startswith(b"HTTP/1.1 200")


def test_when_no_worker_beats_it_is_not_live_and_one_is_enough(server):
    until(lambda: [each["beating"] for each in server.live()[1]["workers"]] == [True, True], "two workers do not beat")
    workers = [child.pid for child in psutil.Process(server.process.pid).children()]
    try:
        os.kill(workers[0], signal.SIGSTOP)
        until(lambda: [each["beating"] for each in server.live()[1]["workers"]].count(True) == 1, "it still beats")
        assert server.live()[0] == 200

        os.kill(workers[1], signal.SIGSTOP)
        until(lambda: server.live()[0] == 503, "it is live without a worker")
        assert {(each["pid"], each["stuck"]) for each in server.live()[1]["workers"]} == {
            (pid, True) for pid in workers
        }
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)

    until(lambda: server.live()[0] == 200, "it does not come back")


def test_the_admin_listener_dies_with_its_master(tmp_path, pytestconfig):
    settings = without_a_database(pytestconfig.rootpath)
    with served("probe_wsgi:app", pytestconfig.rootpath, tmp_path, settings, workers=1) as running:
        (worker,) = psutil.Process(running.process.pid).children()
        worker.suspend()
        running.process.kill()
        running.process.wait(10)

        with pytest.raises(ConnectionRefusedError):
            running.live()

        worker.resume()
        worker.wait(15)
