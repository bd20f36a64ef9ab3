"""What the integration tests of training build: the service, its offer, and needs from the evaluation service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.events.event import Event
from asn_chassis.events.flow import Flow, flow
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from training_service.app import SERVICE

AT = datetime(2026, 2, 1, 2, tzinfo=UTC)


def need_identified(**changes: Any) -> Event:
    """Return the fact as the evaluation service tells it; `changes` replace its fields, `flow` the correlation."""
    correlation = changes.pop("flow", None) or str(new_id())
    data = {
        "need_id": new_id(),
        "employee_id": new_id(),
        "unit_id": new_id(),
        "competency_code": "PELAYANAN_PUBLIK",
        "current_level": 2,
        "target_level": 3,
        "gap": 1,
        "gap_class": "LOW",
        "priority": 50,
        "confirmation_required": False,
        "cause": {"kind": "EVALUATION", "id": new_id(), "element": None, "period": "2025-S2"},
        "rule_version": "development-2026.1",
        "reasons": [{"code": "GAP", "text_id": "-", "text_en": "-", "values": {"gap": 1.5, "known": True}}],
        "identified_at": AT,
    } | changes
    with flow(Flow(correlation)):
        return Event.of(
            "asn.evaluation.training-need-identified.v1",
            subject=f"training-needs/{data['need_id']}",
            key=data["employee_id"],
            version=1,
            data=data,
            at=AT,
            classification="personal",
        )


def need_confirmed(identified: Event) -> Event:
    """Return the confirmation of that need."""
    need_id, employee_id = identified.data["need_id"], identified.data["employee_id"]
    return Event.of(
        "asn.evaluation.training-need-confirmed.v1",
        subject=f"training-needs/{need_id}",
        key=employee_id,
        version=2,
        data={"need_id": need_id, "employee_id": employee_id, "confirmed_at": AT},
        at=AT,
        classification="personal",
    )


def employee_registered(employee_id: UUID, employment: str = "PNS", version: int = 1) -> Event:
    """Return the fact as the employee service tells it."""
    return Event.of(
        "asn.employee.employee-registered.v1",
        subject=f"employees/{employee_id}",
        key=employee_id,
        version=version,
        data={"employee_id": employee_id, "employment": employment, "unit_id": new_id(), "position_id": new_id()},
        at=AT,
        classification="personal",
    )


@dataclass(frozen=True)
class Training:
    """The service under test, and the calls that most tests begin with."""

    running: ServiceUnderTest

    need = staticmethod(need_identified)
    confirmation = staticmethod(need_confirmed)
    employee = staticmethod(employee_registered)

    def get(self, path: str) -> Any:
        """Read; the body of a 200."""
        answer = self.running.client("training:read").get(f"/v1{path}")
        assert answer.status_code == 200, answer.get_json()
        return answer.get_json()

    def post(self, path: str, status: int = 201, **body: Any) -> Any:
        """Write; the body of the expected status."""
        answer = self.running.client("training:write").post(f"/v1{path}", json=body)
        assert answer.status_code == status, answer.get_json()
        return answer.get_json()

    def offer(self, code: str = "PP-3", **changes: Any) -> Any:
        """Offer a course of a provider of its own."""
        provider = self.post("/providers", code=f"P-{code}", name="Penyelenggara sintetis", kind="GOVERNMENT")
        course = {
            "code": code,
            "title": f"Kursus sintetis {code}",
            "competency_code": "PELAYANAN_PUBLIK",
            "target_level": 3,
            "hours": 24,
            "form": "PELATIHAN_TEKNIS",
            "provider_id": provider["id"],
            "cost_per_seat": 1_000_000,
        }
        return self.post("/courses", **(course | changes))

    def identify(self, *events: Event) -> list[str]:
        """Let the needs arrive; their ids."""
        self.running.deliver(*events)
        return [str(event.data["need_id"]) for event in events]

    def plan(self, period: str = "2026-S1", status: int = 201) -> Any:
        """Fix the plan of the period."""
        return self.post("/plans", status, year=int(period[:4]), period=period)

    def budget(self, year: int) -> Any:
        """Return the budget of the year."""
        (budget,) = self.get(f"/budgets?year={year}")["items"]
        assert self.get(f"/budgets/{budget['id']}") == budget
        return budget

    def states(self, need_ids: list[str]) -> list[str]:
        """Return where the needs stand."""
        return [self.get(f"/needs/{need_id}")["state"] for need_id in need_ids]

    def told(self, fact: str) -> list[Event]:
        """Return the events of this fact that were published."""
        return [event for event in self.running.published() if event.type == f"asn.training.{fact}.v1"]


@pytest.fixture
def training(run_service: Callable[..., ServiceUnderTest]) -> Training:
    """Return the running service."""
    return Training(run_service(SERVICE))
