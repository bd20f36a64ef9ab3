"""What the integration tests of training build: the service, its offer, and facts of the other services."""

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
from asn_kernel.business_day import business_day
from training_service.app import SERVICE

AT = datetime(2026, 2, 1, 2, tzinfo=UTC)

# A plan is made for a period that has not ended: these two have not, whenever the tests run.
YEAR = business_day(datetime.now(UTC)).year
SECOND_HALF, WHOLE_YEAR = f"{YEAR}-S2", f"{YEAR}"


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
        "rule_version": "development-2017.1",
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


def need_told(fact: str, identified: Event, version: int, **fields: Any) -> Event:
    """Return what is told of that need later."""
    need_id, employee_id = identified.data["need_id"], identified.data["employee_id"]
    return Event.of(
        f"asn.evaluation.training-need-{fact}.v1",
        subject=f"training-needs/{need_id}",
        key=employee_id,
        version=version,
        data={"need_id": need_id, "employee_id": employee_id, f"{fact}_at": AT} | fields,
        at=AT,
        classification="personal",
    )


def need_confirmed(identified: Event) -> Event:
    """Return the confirmation of that need."""
    return need_told("confirmed", identified, 2)


def need_met(identified: Event, version: int = 3, level: int = 3) -> Event:
    """Return the news that that need was met."""
    return need_told("met", identified, version, level=level)


def need_withdrawn(identified: Event, version: int = 3) -> Event:
    """Return the withdrawal of that need."""
    why = {"code": "MOVED", "text_id": "Pindah.", "text_en": "Moved.", "values": {}}
    return need_told("withdrawn", identified, version, reasons=[why])


def of_employee(fact: str, key: UUID, version: int, classification: Any = "personal", **data: Any) -> Event:
    """Return a fact of the employee service."""
    return Event.of(
        f"asn.employee.{fact}.v1",
        subject=f"{fact}/{key}",
        key=key,
        version=version,
        data=data,
        at=AT,
        classification=classification,
    )


def employee_registered(employee_id: UUID, employment: str = "PNS", version: int = 1) -> Event:
    """Return the fact as the employee service tells it."""
    return of_employee(
        "employee-registered",
        employee_id,
        version,
        employee_id=employee_id,
        employment=employment,
        unit_id=new_id(),
        position_id=new_id(),
        effective_date="2026-01-01",
    )


def level_recorded(
    employee_id: UUID, level: int, code: str = "PELAYANAN_PUBLIK", version: int = 2, recorded_at: datetime = AT
) -> Event:
    """Return the fact as the employee service tells it."""
    return of_employee(
        "competency-level-recorded",
        employee_id,
        version,
        employee_id=employee_id,
        competency_code=code,
        level=level,
        evidence="ASSESSMENT",
        recorded_at=recorded_at,
    )


def competency_defined(code: str, name: str = "Kompetensi sintetis", version: int = 1) -> Event:
    """Return the fact as the employee service tells it."""
    competency_id = new_id()
    return of_employee(
        "competency-defined",
        competency_id,
        version,
        "public",
        competency_id=competency_id,
        code=code,
        name=name,
        kind="TECHNICAL",
        source="Kamus kota",
    )


def unit_registered(code: str, unit_id: UUID, version: int = 1) -> Event:
    """Return the fact as the employee service tells it."""
    return of_employee(
        "unit-registered",
        unit_id,
        version,
        "public",
        unit_id=unit_id,
        code=code,
        name=f"Unit {code} {version}",
        kind="DINAS",
        parent_id=None,
    )


@dataclass(frozen=True)
class Training:
    """The service under test, and the calls that most tests begin with."""

    running: ServiceUnderTest
    year: int = YEAR
    first: str = SECOND_HALF
    second: str = WHOLE_YEAR

    need = staticmethod(need_identified)
    confirmation = staticmethod(need_confirmed)
    met = staticmethod(need_met)
    withdrawal = staticmethod(need_withdrawn)
    employee = staticmethod(employee_registered)
    level = staticmethod(level_recorded)
    competency = staticmethod(competency_defined)
    unit = staticmethod(unit_registered)

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

    def identify(self, *events: Event, employment: str | None = "PNS") -> list[str]:
        """Let the needs arrive, and their employees with them unless `employment` is None; the needs' ids."""
        people = dict.fromkeys(event.data["employee_id"] for event in events)
        if employment is not None:
            self.running.deliver(*(employee_registered(each, employment) for each in people))
        self.running.deliver(*events)
        return [str(event.data["need_id"]) for event in events]

    def plan(self, period: str = SECOND_HALF, status: int = 201) -> Any:
        """Fix the plan of the period."""
        return self.post("/plans", status, year=int(period[:4]), period=period)

    def complete(self, enrolment: Any, status: int = 201, **changes: Any) -> Any:
        """Complete the enrolment today, passed at level 3 unless `changes` say otherwise."""
        today = business_day(datetime.now(UTC)).isoformat()
        body = {"level": 3, "completed_date": today, "certificate_number": "SINTETIS-001"} | changes
        given = {name: value for name, value in body.items() if value is not ...}
        return self.post(f"/enrolments/{enrolment['id']}/completion", status, **given)

    def fail(self, enrolment: Any) -> Any:
        """Complete the enrolment today, failed."""
        return self.complete(enrolment, passed=False, level=None, certificate_number=None)

    def seat(self, employee_id: Any) -> Any:
        """Return the one seat of the employee."""
        (seat,) = self.get(f"/enrolments?employee_id={employee_id}")["items"]
        return seat

    def lines(self, plan: Any) -> Any:
        """Return the lines of a plan."""
        return self.get(f"/plans/{plan['id']}")["lines"]

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
