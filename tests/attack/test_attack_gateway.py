"""Attacks on the deployment's one door: slow, half-sent, too much, too many, and what is not for callers."""

import contextlib
import datetime as dt
import json
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from asn_chaos.stack import prepared, shell
from asn_chaos.waiting import until
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from asn_chassis.testing.server import free_ports

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.usefixtures("container_engine")]

REQUEST_TIME, MOST = 3, 60
POST = b"POST /v1/surveys HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def stack(container_engine):  # noqa: ARG001 -- asked for first
    settings = {
        "ASN_GATEWAY_REQUEST_TIME": f"{REQUEST_TIME}s",
        "ASN_GATEWAY_CONNECTIONS_PER_ADDRESS": MOST,
    }
    with prepared("attack", **settings) as running:
        running.run("up", "--build", "--detach", "gateway", "issuer", "feedback-web", timeout=600)
        until("feedback answers through the gateway", lambda: ready(running), within=60)
        yield running


def ready(stack):
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{stack.url('feedback')}/healthz/ready", timeout=5).is_success
    return False


def sent(stack, *parts):
    """Send raw bytes over a connection of its own and return all that comes back."""
    answer = b""
    with socket.create_connection(("127.0.0.1", stack.ports["feedback"]), timeout=5) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"".join(parts))
        with contextlib.suppress(ConnectionError, TimeoutError):
            while part := connection.recv(65_536):
                answer += part
    return answer


@pytest.mark.parametrize(
    ("request_bytes", "status", "code"),
    [
        (POST + b"Content-Length: 65537\r\nConnection: close\r\n\r\n" + b"x" * 65_537, 413, "payload-too-large"),
        (
            POST
            + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + b"4000\r\n%s\r\n" % (b"x" * 16_384) * 5
            + b"0\r\n\r\n",
            413,
            "payload-too-large",
        ),
        (b"GET /%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % (b"a" * 4_000), 414, "uri-too-long"),
        (
            b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n"
            % b"".join(b"X-%d: %s\r\n" % (number, b"a" * 1_000) for number in range(17)),
            431,
            "headers-too-large",
        ),
        (POST + b"Content-Length: 10\r\nConnection: close\r\n\r\n{", 408, "request-too-slow"),
        *(
            (b"GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % path, 404, "not-found")
            for path in (
                b"/metrics",
                b"//metrics",
                b"/%6Detrics",
                b"/metrics/",
                b"/metrics?x=1",
                b"/METRICS",
                b"/healthz/startup",
                b"/version",
            )
        ),
    ],
)
def test_the_gateway_refuses_by_itself_with_a_problem_document_in_both_languages(stack, request_bytes, status, code):
    head, _, body = sent(stack, request_bytes).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status), head
    assert b"content-type: application/problem+json" in head.lower()
    problem = json.loads(body)
    assert (problem["code"], problem["status"]) == (code, status)
    assert " / " in problem["title"]


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n", 400),
        (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n" % (b"a" * 120_000), 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        (b"GET /healthz/live HTTP/1.1\r\nHost", 408),
    ],
)
def test_what_never_becomes_a_request_is_refused_in_haproxy_s_own_words(stack, request_bytes, status):
    assert sent(stack, request_bytes).startswith(b"HTTP/1.1 %d " % status)


def test_a_service_is_asked_for_what_passes(stack):
    assert httpx.get(f"{stack.url('feedback')}/healthz/live").json() == {"status": "ok"}
    assert httpx.get(f"{stack.url('feedback')}/v1/surveys").json()["code"] == "unauthenticated"
    assert httpx.get(f"{stack.url('issuer')}/.well-known/jwks.json").json()["keys"]
    moved = httpx.get(f"{stack.url('feedback')}/docs", headers={"X-Forwarded-Host": "evil.test", "SCRIPT_NAME": "/x"})
    assert "evil.test" not in moved.headers["Location"]
    assert "/x/docs" not in moved.headers["Location"]


def test_slow_clients_hold_nobody_up_and_are_sent_away(stack):
    def drip(number):
        """Send a request byte by byte; return the status that ends it."""
        head = b"GET /healthz/live HTTP/1.1\r\nHost: a\r\nX: " if number % 2 else POST + b"Content-Length: 999\r\n\r\n"
        with socket.create_connection(("127.0.0.1", stack.ports["feedback"]), timeout=20) as connection:
            connection.sendall(head)
            connection.settimeout(0.5)
            while True:
                try:
                    return connection.recv(100).split()[1]
                except TimeoutError:
                    connection.sendall(b"a")

    with ThreadPoolExecutor(40) as pool:
        begun = time.monotonic()
        slow = [pool.submit(drip, number) for number in range(40)]
        with httpx.Client(base_url=stack.url("feedback"), timeout=2) as client:
            while not all(each.done() for each in slow):
                asked = time.monotonic()
                assert client.get("/healthz/ready").is_success
                assert time.monotonic() - asked < 1.5
        assert {each.result() for each in slow} == {b"408"}
        assert time.monotonic() - begun < REQUEST_TIME + 10


def test_too_many_connections_of_one_address_are_told_so_and_twice_as_many_are_cut_off(stack):
    with contextlib.ExitStack() as clients:

        def crowded(more):
            for _ in range(more):
                clients.enter_context(socket.create_connection(("127.0.0.1", stack.ports["feedback"]), timeout=5))
            return sent(stack, b"GET /healthz/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

        crowded(MOST)
        until("the address is told so", lambda: crowded(0).startswith(b"HTTP/1.1 429 "), within=2, every=0.05)
        answer = crowded(0)
        assert b"too-many-connections" in answer
        assert b"retry-after: 5" in answer.lower()
        until("the address is cut off", lambda: crowded(MOST) == b"", within=5)
    until("the gateway lets in again", lambda: ready(stack), within=10)


def test_while_a_service_is_away_the_gateway_says_so_and_finds_it_again(stack):
    stack.engine("kill", "feedback-web")
    answer = httpx.get(f"{stack.url('feedback')}/healthz/live", timeout=15)

    assert (answer.status_code, answer.json()["code"]) == (503, "dependency-unavailable")
    assert answer.headers["Retry-After"] == "2"

    stack.engine("start", "feedback-web")
    until("feedback is back", lambda: ready(stack), within=30)


def test_the_logs_of_the_gateway_hold_no_address_and_no_path(stack):
    said = shell(["docker", "logs", stack.container("gateway")])

    assert '"status":408' in said
    assert "surveys" not in said
    lines = [json.loads(line[line.index("{") :]) for line in said.splitlines() if '{"gateway"' in line]
    assert {key for line in lines for key in line} <= {
        "gateway",
        "service",
        "status",
        "state",
        "duration_ms",
        "queued",
        "error",
    }


def self_signed(names):
    """Return a new key and its own certificate for these hosts, each as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    today = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), today)
    builder = builder.not_valid_after(today + dt.timedelta(days=2))
    hosts = x509.SubjectAlternativeName([x509.DNSName(host) for host in names])
    certificate = builder.add_extension(hosts, critical=False).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.TraditionalOpenSSL
    pem = serialization.Encoding.PEM
    return key.private_bytes(pem, form, plain), certificate.public_bytes(pem)


def test_with_a_certificate_it_speaks_tls_alone_and_knows_the_services_by_their_hosts(container_engine, tmp_path):  # noqa: ARG001
    key, certificate = self_signed(["feedback.asn.test", "board.asn.test"])
    file = tmp_path / "tls.pem"
    file.write_bytes(key + certificate)
    file.chmod(0o644)
    (port,) = free_ports(1)
    settings = {"ASN_GATEWAY_CERTIFICATE": file, "ASN_GATEWAY_ADDRESS": "127.0.0.1", "ASN_GATEWAY_PORT": port}

    def get(host, newest=ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cadata=certificate.decode())
        context.maximum_version = newest
        with (
            socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            secured.sendall(b"GET /v1 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % host.encode())
            return b"".join(iter(lambda: secured.recv(65_536), b""))

    with prepared("tls", files=["deploy/compose/tls.yml"], **settings) as stack:
        stack.run("up", "--detach", "--no-deps", "gateway")
        until("the gateway speaks TLS", lambda: get("feedback.asn.test"), within=20)

        # The service itself is away, and it is the gateway that says so.
        answer = get("feedback.asn.test")
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"strict-transport-security: max-age=31536000" in answer.lower()
        assert get("board.asn.test").startswith(b"HTTP/1.1 404 ")
        with pytest.raises(OSError, match=r"(?i)protocol|version|alert"), pytest.warns(DeprecationWarning, match="TLS"):
            get("feedback.asn.test", ssl.TLSVersion.TLSv1_1)
        published = shell(["docker", "port", stack.container("gateway")])
        assert published.splitlines() == [f"8443/tcp -> 127.0.0.1:{port}"]
