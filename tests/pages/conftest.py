"""The services as browsers come to them: each on a port of this machine, beside the development issuer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.serving import make_server

from asn_chassis import parts as parts_of
from asn_chassis.app import create_service_app
from asn_chassis.auth.keys import IssuerKeys, over_http
from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.parts import parts
from asn_chassis.testing import ServiceUnderTest
from asn_chassis.testing.server import free_ports
from asn_issuer.app import create_app as create_issuer
from asn_issuer.config import CLIENTS, PERSONS
from asn_issuer.config import Config as IssuerConfig
from asn_kernel.business_day import business_day
from asn_kernel.codes import Element
from asn_kernel.period import Period, PeriodKind

# Everybody here is synthetic.
EMPLOYEE_1 = "5f8b6d0e-3c1e-4f57-9a55-0d6a2f9a1b03"
UNIT = new_id()
NAMED = {"code": "DUKCAPIL", "name": "Dinas Kependudukan dan Pencatatan Sipil", "kind": "DINAS"}
LEVELS = {"PELAYANAN_PUBLIK": 3, "KOMUNIKASI": 1}


@dataclass(frozen=True)
class Site:
    """A service at an address: its pages by a browser, its rows and its API by the test."""

    url: str
    issuer: str
    running: ServiceUnderTest


@pytest.fixture(scope="session")
def listening() -> Iterator[Callable[[Flask, int], str]]:
    """Return a function that answers for an application at a port until the end."""
    with ExitStack() as stack:

        def listen(app: Flask, port: int) -> str:
            server = make_server("127.0.0.1", port, app, threaded=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{port}"

        yield listen


@pytest.fixture(scope="session")
def issuer(listening: Callable[[Flask, int], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a development issuer."""
    (port,) = free_ports(1)
    config = IssuerConfig(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("issuer"), CLIENTS, PERSONS)
    return listening(create_issuer(config), port)


@pytest.fixture(scope="session")
def made() -> dict[str, tuple[Flask, str]]:
    """Return the applications that listen already, by service and settings, and where."""
    return {}


@pytest.fixture
def site(
    run_service: Callable[..., ServiceUnderTest],
    listening: Callable[[Flask, int], str],
    issuer: str,
    made: dict[str, tuple[Flask, str]],
) -> Callable[..., Site]:
    """Return a function that puts a service at an address, where persons of the issuer sign in."""

    def put(name: str, **settings: Any) -> Site:
        running = run_service(import_module(f"{name}_service.app").SERVICE)
        kept = f"{name} {settings}"
        if kept not in made:
            made[kept] = listen(running, **settings)
        app, url = made[kept]
        parts_of.put(app, replace(parts(app), database=parts(running.app).database))
        return Site(url, issuer, replace(running, app=app))

    def listen(running: ServiceUnderTest, **settings: Any) -> tuple[Flask, str]:
        (port,) = free_ports(1)
        config = replace(
            parts(running.app).config,
            browser_url=f"http://127.0.0.1:{port}",
            browser_authorize_url=f"{issuer}/oauth/authorize",
            browser_token_url=f"{issuer}/oauth/token",
            **settings,
        )
        keys = {**parts(running.app).verifier.issuers, issuer: IssuerKeys(over_http(f"{issuer}/.well-known/jwks.json"))}
        app = create_service_app(running.service, config, issuers=keys, database=parts(running.app).database)
        return app, listening(app, port)

    return put


@pytest.fixture
def board(site: Callable[..., Site]) -> Site:
    """Return the feedback service with the indices of a unit in two periods."""
    put = site("feedback")
    put.running.deliver(told("employee", "unit-registered", UNIT, "public", unit_id=UNIT, **NAMED, parent_id=None))
    officer = put.running.client("feedback:read", "feedback:write")
    body = {"code": "KTP-EL", "name": "Penerbitan KTP-el", "unit_id": str(UNIT), "standard_minutes": 60}
    service_id = made_by(officer.post("/v1/public-services", json=body))["id"]
    for period, score in zip(two_periods(), (2, 4), strict=True):
        opened = {"service_id": service_id, "period": period, "population": 20}
        survey = made_by(officer.post("/v1/surveys", json=opened))["id"]
        scores = {element.value: score - (element is Element.WAKTU) for element in Element}
        for _ in range(5):
            made_by(put.running.client().post(f"/v1/surveys/{survey}/answers", json={"scores": scores}))
        made_by(officer.post(f"/v1/surveys/{survey}/closure"))
    return put


@pytest.fixture
def profile(site: Callable[..., Site]) -> Site:
    """Return the employee service, where employee-1 is a civil servant whose levels are known."""
    put = site("employee")
    officer = put.running.client("employee:read", "employee:write", "employee:provision")
    unit = made_by(officer.post("/v1/units", json=NAMED))["id"]
    standard = [{"competency_code": code, "level": 3} for code in ("PELAYANAN_PUBLIK", "KOMUNIKASI", "INTEGRITAS")]
    job = {"code": "JAB-1", "title": "Operator layanan", "job_level": "OPERATOR", "unit_id": unit, "service_ids": []}
    position = made_by(officer.post("/v1/positions", json=job | {"standard": standard, "effective_date": "2026-01-01"}))
    person = {"nip": "199001012014021001", "name": "Pegawai Contoh", "grade": "III/a", "position_id": position["id"]}
    employee_id = made_by(officer.post("/v1/employees", json=person | {"effective_date": "2026-01-01"}))["id"]
    login = {"employee_id": employee_id, "issuer": put.issuer, "subject": EMPLOYEE_1}
    made_by(officer.post("/v1/logins", json=login))
    assessed = [{"competency_code": code, "level": level} for code, level in LEVELS.items()]
    facts = {"evaluation_id": new_id(), "employee_id": employee_id, "unit_id": unit, "assessed": assessed}
    facts |= {"finalised_at": now(), "predicate": "BAIK"}
    put.running.deliver(told("evaluation", "evaluation-finalised", UUID(employee_id), "personal", **facts))
    return put


def told(service: str, fact: str, key: UUID, classification: Any, **data: Any) -> Event:
    """Return what another service tells."""
    about = {"subject": f"things/{key}", "key": key, "version": 1, "at": now(), "classification": classification}
    return Event.of(f"asn.{service}.{fact}.v1", data=data, **about)


def made_by(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def two_periods() -> tuple[str, str]:
    """Return the quarter before that of today, and that of today."""
    today = Period.of(PeriodKind.QUARTER, business_day(now()))
    return str(Period.of(PeriodKind.QUARTER, today.start - timedelta(days=1))), str(today)
