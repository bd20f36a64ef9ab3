"""Imports against a hand-written script: the same rows, history and events, with all checks and without any."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from threading import Event as StopSignal
from typing import Any
from uuid import UUID

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
from asn_kernel.codes import JobLevel, UnitKind
from employee_service.usecases.define_position import define_position
from employee_service.usecases.register_unit import register_unit

CALLER = Caller("https://issuer.test", "bench", "bench", frozenset(), reach=Reach.ALL)
UNITS = "INSERT INTO units (id, code, name, kind, parent_id, created_at, version) VALUES (%s, %s, %s, %s, %s, %s, 1)"
PEOPLE = (
    "INSERT INTO employees (id, nip, name, employment, grade, unusual_start_age, created_at, version)"
    " VALUES (%s, %s, %s, 'PNS', 'III/a', false, %s, 1)"
)
STEPS = (
    "INSERT INTO assignments (id, employee_id, position_id, unit_id, effective_date, recorded_at)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)
EVENTS = "INSERT INTO outbox (event_id, type, class, subject, key, payload) VALUES (%s, %s, 'public', %s, %s, %s)"
BATCH = 500


def imports(make: Callable[[str], str], count: int) -> list[Row]:
    """Compare imports of so many units and people with scripts that write the same rows; medians of three turns."""
    found: dict[str, list[float]] = {"units": [], "employees": []}
    grown = 0.0
    for turn in range(3):
        scripted, imported = make(f"scripted_{turn}"), make(f"imported_{turn}")
        service, by_hand = harness.service_on(scripted, "employee")
        _, database = harness.service_on(imported, "employee")
        place = _with_a_position(by_hand)
        _with_a_position(database)
        before = psutil.Process(os.getpid()).memory_info().rss
        seconds = _seconds(lambda url=scripted: _script_of_units(url, count))
        found["units"].append(seconds / _imported(service, database, count, "units"))
        seconds = _seconds(lambda url=scripted, held=place: _script_of_people(url, count, *held))
        found["employees"].append(seconds / _imported(service, database, count, "employees"))
        grown = max(grown, (psutil.Process(os.getpid()).memory_info().rss - before) / 1_048_576)
        for each in (by_hand, database):
            each.close()
    about = f"import of {count} {{}} / hand-written script"
    return [
        (about.format("units"), statistics.median(found["units"]), 0.25),
        (about.format("people"), statistics.median(found["employees"]), 0.25),
        ("50 MB / what memory grows by", 50 / max(grown, 1), 1.0),
    ]


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _imported(service: Service, database: Database, count: int, resource: str) -> float:
    operation_id = new_id()
    rows = _units(count) if resource == "units" else _people(count)
    with database.transaction() as session:
        what: dict[str, Any] = {"resource": resource, "format": "csv", "mode": "create"}
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


def _units(count: int) -> Iterator[str]:
    yield "code,name,kind,parent_code\n"
    for number in range(1, count + 1):
        yield f"B{number},Unit {number},OTHER,{'B1' if number > 1 else ''}\n"


def _people(count: int) -> Iterator[str]:
    yield "nip,name,employment,grade,position_code,effective_date\n"
    for number in range(count):
        yield f"{_nip(number)},Pegawai {number},,III/a,JAB,2026-01-01\n"


def _nip(number: int) -> str:
    """Return one of 999 times as many NIPs as there are days of birth in thirty years."""
    born = date(1970, 1, 1) + timedelta(days=number // 999)
    return f"{born:%Y%m%d}2014021{number % 999 + 1:03}"


def _encoded(rows: Iterator[str]) -> Iterator[bytes]:
    for row in rows:
        yield row.encode()


def _script_of_units(url: str, count: int) -> None:
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


def _script_of_people(url: str, count: int, position_id: UUID, unit_id: UUID) -> None:
    """Write people, what they hold and their events as somebody would who is in a hurry."""
    at, day = now(), date(2026, 1, 1)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for first in range(0, count, BATCH):
            people, steps, events = [], [], []
            for number in range(first, min(first + BATCH, count)):
                employee_id = new_id()
                people.append((employee_id, _nip(number), f"Pegawai {number}", at))
                steps.append((new_id(), employee_id, position_id, unit_id, day, at))
                held = {"position_id": position_id, "unit_id": unit_id, "effective_date": day}
                event = Event.of(
                    "asn.employee.employee-registered.v1",
                    subject=f"employees/{employee_id}",
                    key=employee_id,
                    version=1,
                    at=at,
                    classification="personal",
                    data={"employee_id": employee_id, "employment": "PNS", **held},
                )
                events.append((event.id, event.type, event.subject, event.key, event.to_wire()))
            with connection.cursor() as cursor:
                cursor.executemany(PEOPLE, people)
                cursor.executemany(STEPS, steps)
                cursor.executemany(EVENTS, events)
            connection.commit()


def _with_a_position(database: Database) -> tuple[UUID, UUID]:
    with database.transaction() as session:
        unit = register_unit(session, code="U", name="Unit", kind=UnitKind.OTHER, parent_code=None, at=now())
        place = {"unit_id": unit.id, "code": "JAB", "title": "Operator", "job_level": JobLevel.OPERATOR}
        dated = {"effective_date": date(2026, 1, 1), "standard": {"PELAYANAN_PUBLIK": 3}, "service_ids": []}
        return define_position(session, **place, **dated, at=now()).id, unit.id


if __name__ == "__main__":
    with harness.postgres() as postgres:
        harness.report(imports(postgres, 20_000))
