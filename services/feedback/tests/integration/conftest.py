"""The feedback service on real PostgreSQL, and the scenes that its tests begin with."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.business_day import business_day
from asn_kernel.codes import Element
from asn_kernel.period import Period, PeriodKind
from feedback_service.app import SERVICE

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def feedback(run_service: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    return run_service(SERVICE)


@pytest.fixture
def periods() -> dict[PeriodKind, str]:
    """Return the period of each kind that today lies in: every one has begun, none is over for surveys."""
    return {kind: str(Period.of(kind, business_day(now()))) for kind in PeriodKind}


@pytest.fixture
def period(periods: dict[PeriodKind, str]) -> str:
    """Return the half year of today."""
    return periods[PeriodKind.HALF]


@pytest.fixture
def unit_registered() -> Callable[..., Event]:
    """Return a maker of the employee service's event."""

    def make(unit_id: UUID, *, version: int = 1, **changes: Any) -> Event:
        data = {"unit_id": unit_id, "code": "DUKCAPIL", "name": "Disdukcapil", "kind": "DINAS", "parent_id": None}
        return Event.of(
            "asn.employee.unit-registered.v1",
            subject=f"units/{unit_id}",
            key=unit_id,
            version=version,
            at=NEW_YEAR,
            classification="public",
            data=data | changes,
        )

    return make


@pytest.fixture
def unit_id(feedback: ServiceUnderTest, unit_registered: Callable[..., Event]) -> UUID:
    """Return a unit that the service has heard of."""
    unit = new_id()
    feedback.deliver(unit_registered(unit))
    return unit


@pytest.fixture
def register_service(feedback: ServiceUnderTest, unit_id: UUID) -> Callable[..., UUID]:
    """Return a function that registers a public service of the unit."""

    def register(code: str) -> UUID:
        body = {"code": code, "name": "Penerbitan KTP-el", "unit_id": str(unit_id), "standard_minutes": 60}
        return UUID(feedback.client("feedback:write").post("/v1/public-services", json=body).json["id"])

    return register


@pytest.fixture
def service_id(register_service: Callable[..., UUID]) -> UUID:
    """Return a registered public service."""
    return register_service("KTP-EL")


@pytest.fixture
def open_survey(feedback: ServiceUnderTest, service_id: UUID, period: str) -> Callable[..., UUID]:
    """Return a function that opens a survey: of the public service, in the half year of today."""

    def open_(**changes: Any) -> UUID:
        body = {"service_id": str(service_id), "period": period} | changes
        answer = feedback.client("feedback:write").post("/v1/surveys", json=body)
        assert answer.status_code == 201, answer.json
        return UUID(answer.json["id"])

    return open_


@pytest.fixture
def survey_id(open_survey: Callable[..., UUID]) -> UUID:
    """Return an open survey."""
    return open_survey()


@pytest.fixture
def scores() -> dict[str, Any]:
    """Return the body of the plainest answer: every element is good."""
    return {"scores": {element.value: 3 for element in Element}}


@pytest.fixture
def answer(feedback: ServiceUnderTest, scores: dict[str, Any]) -> Callable[..., None]:
    """Return a function that answers a survey so many times; five are enough for an index."""

    def answer_(survey_id: UUID, *, times: int = 5, body: dict[str, Any] | None = None) -> None:
        for _ in range(times):
            taken = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=body or scores)
            assert taken.status_code == 201, taken.json

    return answer_


@pytest.fixture
def close(feedback: ServiceUnderTest) -> Callable[[UUID], Any]:
    """Return a function that closes a survey and gives the HTTP answer."""

    def close_(survey_id: UUID) -> Any:
        return feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")

    return close_


@pytest.fixture
def events_of(feedback: ServiceUnderTest) -> Callable[[str], list[Event]]:
    """Return a function that finds the published events of a fact, in order."""

    def of(fact: str) -> list[Event]:
        return [event for event in feedback.published() if event.type == f"asn.feedback.{fact}.v1"]

    return of
