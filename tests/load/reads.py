"""Reading as a caller does it, with token, reach and audit, against bare Flask views on the same tables and server."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import UUID

import harness
import msgspec
import psycopg
from harness import Request, Row

from asn_chassis.clock import now
from asn_chassis.testing import ISSUER, Tokens
from asn_chassis.testing.postgres import login

PORTS = (8196, 8197)
SERVICE_ID = UUID("01990000-0000-7000-8000-ffffffffffff")
EMPLOYEE = UUID("01990000-0000-7000-8000-000000050000")

# Synthetic people: numbers of the right form, names that say so, ids that grow as real ones do.
FILL = """
INSERT INTO units (id, code, name, kind, created_at, version)
VALUES (%(one)s, 'DINAS-CONTOH', 'Dinas Contoh', 'DINAS', now(), 1);
INSERT INTO positions (id, code, title, unit_id, job_level, created_at, version)
VALUES (%(one)s, 'JABATAN-CONTOH', 'Jabatan Contoh', %(one)s, 'OPERATOR', now(), 1);
INSERT INTO employees (id, nip, name, employment, grade, unusual_start_age, created_at, version)
SELECT ('01990000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
       to_char(date '1965-01-01' + n / 900, 'YYYYMMDD') || '2010011' || lpad((n %% 900 + 1)::text, 3, '0'),
       'Pegawai Contoh ' || n, 'PNS', 'III/a', false, now(), 1
FROM generate_series(1, 100000) AS n;
INSERT INTO assignments (id, employee_id, position_id, unit_id, effective_date, recorded_at)
SELECT gen_random_uuid(), id, %(one)s, %(one)s, date '2020-01-01', now() FROM employees;
CREATE TABLE bare_notes (employee_id uuid, noted_at timestamptz)
"""


def reads(make: Any, rounds: int, seconds: float) -> list[Row]:
    """Compare reads of a table of 100,000 employees with bare views of it, in short slices one after the other."""
    url = make("reads")
    _fill(url)
    tokens = Tokens()
    bearer = tokens.mint("employee", "employee:read", exp=int(now().timestamp()) + 3_600)
    token = {"Authorization": f"Bearer {bearer}"}
    with ExitStack() as stack:
        keys = stack.enter_context(_keys(tokens))
        chatty = {"ASN_ISSUERS": f"{ISSUER}={keys}", "ASN_LOG_LEVEL": "INFO"}
        ours = stack.enter_context(harness.serving("employee_service.wsgi:app", login(url, "_web"), PORTS[0], chatty))
        bare = stack.enter_context(harness.serving("bare:app", url, PORTS[1], {}))
        asked = {
            "unit": (ours, Request("GET", f"/v1/units/{SERVICE_ID}", token)),
            "one": (ours, Request("GET", f"/v1/employees/{EMPLOYEE}", token)),
            "list": (ours, Request("GET", "/v1/employees?limit=20", token)),
            "bare unit": (bare, Request("GET", f"/units/{SERVICE_ID}")),
            "bare one": (bare, Request("GET", f"/employees/{EMPLOYEE}")),
            "bare noted": (bare, Request("GET", f"/noted-employees/{EMPLOYEE}")),
            "bare list": (bare, Request("GET", "/employees")),
        }
        found = _in_turns(asked, rounds, seconds)
    return [
        _against(found, "read one thing that is not personal", "unit", "bare unit", 0.5),
        _against(found, "read an employee, audited; against SELECT and INSERT", "one", "bare noted", 0.5),
        _against(found, "the same, against SELECT", "one", "bare one", 0),
        _against(found, "list 20 of 100,000, audited", "list", "bare list", 0.3),
        _against(found, "the same, against reading one (a third at least)", "list", "one", 1 / 3),
    ]


Measured = dict[str, tuple[float, float]]


def _in_turns(asked: dict[str, tuple[harness.Server, Request]], rounds: int, seconds: float) -> Measured:
    """Return of each request how many a second were answered and the seconds of processor that one took."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for number in range(rounds + 1):
        for name, (server, request) in asked.items():
            before = server.processor_seconds()
            rate = harness.hammer(server.address, request, seconds)
            spent = server.processor_seconds() - before
            if number:  # the first round fills caches
                taken[name].append((rate, spent / (rate * seconds)))
    return {name: tuple(map(statistics.median, zip(*slices, strict=True))) for name, slices in taken.items()}


def _against(found: Measured, what: str, name: str, other: str, goal: float) -> Row:
    (rate, spent), (other_rate, other_spent) = found[name], found[other]
    rates = f"{rate:,.0f}/s, against {other_rate:,.0f}/s"
    microseconds = f"{spent * 1e6:,.0f} us of processor, against {other_spent * 1e6:,.0f}: {other_spent / spent:.2f}"
    return f"{what}: {rates}; {microseconds}", rate / other_rate, goal


def _fill(url: str) -> None:
    harness.service_on(url, "employee")[1].close()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as owner:
        for statement in FILL.split(";"):
            owner.execute(statement, {"one": SERVICE_ID})
        owner.execute("VACUUM ANALYZE employees, assignments")


@contextmanager
def _keys(tokens: Tokens) -> Iterator[str]:
    """Serve the public key of these tokens, as an issuer does."""
    body = msgspec.json.encode({"keys": [tokens.key.as_dict(private=False)]})

    class Jwks(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Jwks)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/jwks"
    server.shutdown()
    server.server_close()
