"""Imports against a hand-written script: the same rows, history and events, with all checks and without any."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from threading import Event as StopSignal
from typing import Any

import harness
import psutil
import psycopg
from harness import Row

from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.clock import now
from asn_chassis.database import Database
from asn_chassis.events.event import Event
from asn_chassis.files import operations
from asn_chassis.files.importing import run_import
from asn_chassis.files.staging import stage
from asn_chassis.ids import new_id
from asn_chassis.jobs import Job
from asn_chassis.service import Service

CALLER = Caller("https://issuer.test", "bench", "bench", frozenset(), reach=Reach.ALL)
UNITS = "INSERT INTO units (id, code, name, kind, parent_id, created_at, version) VALUES (%s, %s, %s, %s, %s, %s, 1)"
EVENTS = "INSERT INTO outbox (event_id, type, class, subject, key, payload) VALUES (%s, %s, 'public', %s, %s, %s)"
BATCH = 500


def imports(make: Callable[[str], str], count: int) -> list[Row]:
    """Compare an import of so many units with a script that writes the same rows in batches; medians of three."""
    found: dict[str, list[float]] = {"script": [], "import": []}
    grown = []
    for turn in range(3):
        url = make(f"imports_{turn}")
        service, database = harness.service_on(url, "employee")
        started = time.perf_counter()
        _script(url, count)
        found["script"].append(count / (time.perf_counter() - started))
        before = psutil.Process(os.getpid()).memory_info().rss
        found["import"].append(count / _imported(service, database, count))
        grown.append((psutil.Process(os.getpid()).memory_info().rss - before) / 1_048_576)
        database.close()
    rate, raw = statistics.median(found["import"]), statistics.median(found["script"])
    what = f"import of {count} units, {rate:.0f} a second, {max(grown):.0f} MB more / hand-written script"
    return [(what, rate / raw, 0.25)]


def _imported(service: Service, database: Database, count: int) -> float:
    operation_id = new_id()
    rows = (f"B{number},Unit {number},OTHER,{'B1' if number > 1 else ''}\n" for number in range(1, count + 1))
    with database.transaction() as session:
        what: dict[str, Any] = {"resource": "units", "format": "csv", "mode": "create"}
        operations.create(session, operation_id=operation_id, kind="import", caller=CALLER, at=now(), **what)
        stage(session, operation_id, _encoded(rows))
    started = time.perf_counter()
    run_import(Job(database, now(), StopSignal()), service, operation_id)
    took = time.perf_counter() - started
    with database.transaction() as session:
        operation = operations.find(session, operation_id)
    assert operation is not None
    assert (operation.status, operation.accepted) == ("SUCCEEDED", count), operation
    return took


def _encoded(rows: Iterator[str]) -> Iterator[bytes]:
    yield b"code,name,kind,parent_code\n"
    for row in rows:
        yield row.encode()


def _script(url: str, count: int) -> None:
    """Write units and their events as somebody would who is in a hurry."""
    top, at = new_id(), now()
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for first in range(1, count + 1, BATCH):
            units, events = [], []
            for number in range(first, min(first + BATCH, count + 1)):
                unit_id = top if number == 1 else new_id()
                parent_id = None if number == 1 else top
                units.append((unit_id, f"A{number}", f"Unit {number}", "OTHER", parent_id, at))
                data = {"unit_id": unit_id, "code": f"A{number}", "name": f"Unit {number}", "kind": "OTHER"}
                event = Event.of(
                    "asn.employee.unit-registered.v1",
                    subject=f"units/{unit_id}",
                    key=unit_id,
                    version=1,
                    at=at,
                    classification="public",
                    data=data | {"parent_id": parent_id},
                )
                events.append((event.id, event.type, event.subject, event.key, event.to_wire()))
            with connection.cursor() as cursor:
                cursor.executemany(UNITS, units)
                cursor.executemany(EVENTS, events)
            connection.commit()


if __name__ == "__main__":
    with harness.postgres() as postgres:
        harness.report(imports(postgres, 20_000))
