"""Attacks on a web role itself, as deployed but without its gateway: it may stall, and then answers as before."""

import http.client
import json
import select
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from itertools import repeat
from pathlib import Path

import probe
import psutil
import pytest
from forged_tokens import FORGED
from sqlalchemy import create_engine, insert
from sqlalchemy.pool import NullPool

from asn_chassis.database.migrations import upgrade
from asn_chassis.ids import new_id
from asn_chassis.testing.postgres import login
from asn_chassis.testing.server import issuer, served

pytestmark = pytest.mark.slow

# The deployment has two workers of eight threads.
THREADS = 16
JSON = "Content-Type: application/json\r\n"


class Target:
    """A web role of the probe, what it took before the attacks, and ways to talk to it."""

    def __init__(self, running, tokens):
        self.running = running
        self.tokens = tokens
        self.token = tokens.mint("probe", "probe:read", "probe:write", "events:read")

    def call(self, method, path, body=None, *, token=None, **headers):
        """Send a request; return status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=30)
        said = {"Authorization": f"Bearer {token or self.token}", "Content-Type": "application/json", **headers}
        try:
            connection.request(method, path, body, said)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def connect(self, *parts):
        """Open a connection and send this much of a request."""
        connection = socket.create_connection(("127.0.0.1", self.running.port), timeout=30)
        connection.sendall("".join(parts).encode())
        return connection

    def seconds(self):
        """How long 50 requests take, one after the other: the best of three, for the machine has other work."""

        def once():
            begun = time.monotonic()
            for _ in range(50):
                assert self.call("GET", "/v1/things?limit=5")[0] == 200
            return time.monotonic() - begun

        return min(once() for _ in range(3))

    def memory(self):
        """Resident bytes of the workers."""
        return sum(child.memory_info().rss for child in psutil.Process(self.running.process.pid).children())

    def held(self):
        """How many threads are held now."""
        status, told = self.running.live()
        assert status == 200
        return sum(worker["held"] for worker in told["workers"])


@pytest.fixture(scope="module")
def target(embedded_postgres, tokens, tmp_path_factory, pytestconfig):
    def migrate(url):
        upgrade(create_engine(url, poolclass=NullPool), probe.SERVICE.migrations)

    with embedded_postgres.database("asn_attack", migrate, owner="attack") as url, issuer(tokens) as trusted:
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            rows = [{"id": new_id(), "name": f"thing {number}", "score": 1 + number % 4} for number in range(300)]
            connection.execute(insert(probe.things), rows)
        settings = {
            "ASN_ENV": "test",
            "ASN_DATABASE_URL": login(url, "_web"),
            "ASN_CONTRACTS_DIR": str(pytestconfig.rootpath / "contracts"),
            "ASN_ISSUERS": trusted,
            "ASN_LOG_LEVEL": "ERROR",
            # What holds without them: the limits of requests have their own test.
            "ASN_RATE_CLIENT": "off",
            "ASN_RATE_ADDRESS": "off",
            "ASN_CURSOR_KEY": "attack-attack-attack-attack-attack",
            "PYTHONPATH": str(Path(probe.__file__).parent),
        }
        folder = tmp_path_factory.mktemp("attack")
        with served("probe_wsgi:app", pytestconfig.rootpath, folder, settings) as running:
            yield Target(running, tokens)


@pytest.fixture(scope="module")
def before(target):
    """What 50 requests and the workers' memory take when nobody attacks; after every thread has worked once."""
    with ThreadPoolExecutor(2 * THREADS) as pool:
        list(
            pool.map(lambda _: target.call("POST", "/v1/whispers", b'{"name": [' + b"1," * 20_000 + b"1]}"), range(200))
        )
    return target.seconds(), target.memory()


@pytest.fixture(autouse=True)
def as_before(target, before):
    """After each attack: no thread is held, answers come as fast, memory is back, and nothing failed by our fault."""
    yield
    until(lambda: target.held() == 0, "threads are still held")
    seconds, memory = before
    until(lambda: target.seconds() < 2 * seconds, f"50 requests took {seconds:.2f} s before and take twice that", 60)
    until(lambda: target.memory() < 1.2 * memory, f"{memory / 1e6:.0f} MB before, {target.memory() / 1e6:.0f} MB now")
    assert target.running.log.read_text().count("Traceback") == 0


def until(condition, what, within=25):
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


@contextmanager
def clients(target, count, *parts):
    """That many connections, each with this much of a request sent."""
    with ExitStack() as stack:
        yield [stack.enter_context(target.connect(*parts)) for _ in range(count)]


@pytest.mark.parametrize(
    "begun",
    [
        ("GET /v1/things HTTP/1.1\r\nHost: a\r\nX: ",),
        ("POST /v1/echoes HTTP/1.1\r\nHost: a\r\n", JSON, "Content-Length: 900\r\n\r\n", '{"names": ["'),
        ("POST /v1/echoes HTTP/1.1\r\nHost: a\r\n", JSON, "Transfer-Encoding: chunked\r\n\r\n"),
    ],
    ids=["headers", "body", "chunks"],
)
def test_slow_clients(target, begun):
    with clients(target, 3 * THREADS, *begun) as slow:
        until(lambda: target.held() == THREADS, "they hold no thread")
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            for connection in slow:
                with suppress(ConnectionError):
                    connection.sendall(b"1\r\na\r\n" if "chunked" in begun[-1] else b"a")
            time.sleep(1)
        assert target.running.live()[0] == 200


@pytest.mark.parametrize(
    "begun", ["POST /v1/echoes HTTP/1.1\r\nHost: a\r\nContent-Le", ""], ids=["half sent", "silent"]
)
def test_many_clients_that_never_go_on(target, begun):
    with clients(target, 200, begun):
        until(lambda: target.held() == THREADS, "they hold no thread")
        assert target.running.live()[0] == 200


def test_long_polls(target):
    with ThreadPoolExecutor(40) as pool:
        polls = [pool.submit(target.call, "GET", "/v1/events?wait=4") for _ in range(40)]
        until(lambda: target.held() > 0, "nobody polls")
        begun = time.monotonic()
        assert target.call("GET", "/healthz/live")[0] == 200
        assert time.monotonic() - begun < 3
        statuses = [poll.result()[0] for poll in polls]

    assert set(statuses) == {200, 503}


BOMBS = {
    "a megabyte of NUL": b'{"names": ["' + b"\\u0000" * 170_000 + b'"]}',
    "a million bad elements": b'{"names": [' + b"1," * 1_000_000 + b"1]}",
    "as many bad elements as fit": b'{"names": [' + b"1," * 1_000 + b"1]}",
    "as many NUL as fit": b'{"names": [' + b'"\\u0000",' * 200 + b'""]}',
    "a thousand deep": b"[" * 1_000 + b"]" * 1_000,
    "a thousand deep inside": b'{"names": ' + b"[" * 1_000 + b"]" * 1_000 + b"}",
    "as deep as fits": b'{"a":' * 330 + b"1" + b"}" * 330,
    "many unknown names": json.dumps({f"n{number}": 1 for number in range(180)}).encode(),
    "a huge number": b'{"names": [1' + b"0" * 2_000 + b"]}",
    "an exponent": b'{"names": [1e999999999]}',
    "half a surrogate": b'{"names": ["\\ud800"]}',
    "no UTF-8": b'{"names": ["\xff\xfe"]}',
}


@pytest.mark.parametrize("path", ["/v1/echoes", "/v1/whispers"])
def test_bombs(target, path):
    for name, body in BOMBS.items():
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(target.call, repeat("POST", THREADS), repeat(path), repeat(body)))

        assert all(400 <= status < 500 and len(said) < 20_000 for status, said in answers), (name, answers[0])


CHUNKS = {
    "of one byte": b"1\r\na\r\n" * 60_000 + b"0\r\n\r\n",
    "of more than there is": b"ffffffffffffffff\r\naaaa",
    "of less than nothing": b"-1\r\naaaa\r\n0\r\n\r\n",
    "with an extension": b"1;" + b"x" * 60_000 + b"\r\na\r\n0\r\n\r\n",
    "of a size without an end": b"1" * 60_000,
    "and a trailer": b"0\r\nX: " + b"a" * 60_000 + b"\r\n\r\n",
}


def test_chunks(target):
    head = f"POST /v1/echoes HTTP/1.1\r\nHost: a\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n"

    def attack(body):
        with target.connect(head) as connection, suppress(ConnectionError, TimeoutError):
            connection.settimeout(10)
            with suppress(ConnectionError):
                connection.sendall(body)
                connection.shutdown(socket.SHUT_WR)
            readable, _, _ = select.select([connection], [], [], 10)
            return connection.recv(100) if readable else b"silence"
        return b""

    with ThreadPoolExecutor(THREADS) as pool:
        answers = set(pool.map(attack, [*CHUNKS.values()] * 5))

    assert all(answer == b"" or answer.startswith(b"HTTP/1.1 4") for answer in answers), answers


def test_floods(target):
    kinds = [
        "/v1/things",
        "/v1/events",
        "/nothing",
        "/docs/",
        "/problems/not-found",
        "/v1/things?limit=x",
        "/openapi.json",
    ]
    with ThreadPoolExecutor(2 * THREADS) as pool:
        statuses = list(pool.map(lambda number: target.call("GET", kinds[number % len(kinds)])[0], range(1_500)))

    assert {status for status in statuses if status >= 500} == set()


def test_forged_tokens(target):
    assert len(FORGED) >= 90
    # 431: a header of 9 kB is refused before anybody reads it.
    answered = {}
    for name, forge in FORGED.items():
        token = forge(target.tokens, "probe", "probe:read")
        answered[name] = target.call("GET", "/v1/things", token=token)[0]

    assert {name: status for name, status in answered.items() if status not in (401, 431)} == {}


def test_tampered_cursors(target):
    cursor = json.loads(target.call("GET", "/v1/things?limit=5")[1])["next_cursor"]
    assert target.call("GET", f"/v1/things?limit=5&cursor={cursor}")[0] == 200
    payload, _, signature = cursor.partition(".")
    # But the last character: in base64 it has bits that nobody reads.
    places = range(len(cursor) - 1)
    forged = [cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :] for place in places]
    forged += [payload, f"{payload}.", f".{signature}", cursor[:-4], f"{payload}.{'A' * len(signature)}", "A" * 1_900]

    assert {target.call("GET", f"/v1/things?cursor={each}")[0] for each in forged} == {400}
    assert target.call("GET", f"/v1/ranking?cursor={cursor}")[0] == 400
