"""An office that uses the employee service: it registers what a test needs and asserts that it worked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ApiClient, ServiceUnderTest
from employee_service.app import SERVICE

ASSESSED_AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """The service under test and a caller with every right; all persons are synthetic."""

    service: ServiceUnderTest
    caller: ApiClient
    numbers: Any

    def create(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.caller.post(path, json=body)
        assert answer.status_code == 201, answer.json
        return dict(answer.json)

    def read(self, path: str) -> dict[str, Any]:
        answer = self.caller.get(path)
        assert answer.status_code == 200, answer.json
        return dict(answer.json)

    def unit(self, **changes: Any) -> dict[str, Any]:
        body = {"code": f"UNIT-{next(self.numbers)}", "name": "Dinas Contoh", "kind": "DINAS"}
        return self.create("/v1/units", **(body | changes))

    def position(self, **changes: Any) -> dict[str, Any]:
        body = {
            "code": f"JAB-{next(self.numbers)}",
            "title": "Operator layanan",
            "job_level": "OPERATOR",
            "service_ids": [],
            "standard": [
                {"competency_code": "PELAYANAN_PUBLIK", "level": 3},
                {"competency_code": "KOMUNIKASI", "level": 2},
            ],
            "effective_date": "2026-01-01",
        }
        unit_id = changes.pop("unit_id", None) or self.unit()["id"]
        return self.create("/v1/positions", **(body | {"unit_id": unit_id} | changes))

    def employee(self, **changes: Any) -> dict[str, Any]:
        body = {"nip": self.nip(), "name": "Pegawai Contoh", "grade": "III/a", "effective_date": "2026-01-01"}
        position_id = changes.pop("position_id", None) or self.position()["id"]
        return self.create("/v1/employees", **(body | {"position_id": position_id} | changes))

    def nip(self) -> str:
        return f"199001012014021{next(self.numbers):03}"

    def assess(self, employee_id: str, levels: dict[str, int], *, at: datetime = ASSESSED_AT) -> Event:
        data = {
            "evaluation_id": new_id(),
            "employee_id": employee_id,
            "assessed": [{"competency_code": code, "level": level} for code, level in levels.items()],
            "finalised_at": at,
            "predicate": "BAIK",
        }
        return self._event("asn.evaluation.evaluation-finalised.v1", employee_id, data, at=at)

    def train(self, employee_id: str, *, at: datetime, **changes: Any) -> Event:
        data = {
            "enrolment_id": new_id(),
            "employee_id": employee_id,
            "unit_id": new_id(),
            "course_id": new_id(),
            "competency_code": "PELAYANAN_PUBLIK",
            "passed": True,
            "level": 3,
            "hours": 12,
            "year": 2026,
            "completed_date": at.date(),
            "need_ids": [],
        }
        return self._event("asn.training.training-completed.v1", employee_id, data | changes, at=at)

    def public_service(self, **changes: Any) -> Event:
        service_id = changes.pop("service_id", None) or str(new_id())
        data = {
            "service_id": service_id,
            "code": f"LAYANAN-{next(self.numbers)}",
            "name": "Penerbitan KTP-el",
            "unit_id": new_id(),
            "standard_minutes": 30,
            "registered_at": ASSESSED_AT,
        }
        version = changes.pop("version", 1)
        return Event.of(
            "asn.feedback.public-service-registered.v1",
            subject=f"public-services/{service_id}",
            key=UUID(service_id),
            version=version,
            data=data | changes,
            at=ASSESSED_AT,
            classification="public",
        )

    def _event(self, event_type: str, employee_id: str, data: dict[str, Any], *, at: datetime) -> Event:
        return Event.of(
            event_type,
            subject=f"employees/{employee_id}",
            key=UUID(employee_id),
            version=1,
            data=data,
            at=at,
            classification="personal",
        )


@pytest.fixture
def office(run_service: Callable[..., ServiceUnderTest]) -> Office:
    service = run_service(SERVICE)
    return Office(service, service.client("employee:read", "employee:write"), count(1))
