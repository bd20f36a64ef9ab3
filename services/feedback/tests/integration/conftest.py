"""The feedback service on real PostgreSQL, and the scenes that its tests begin with."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from feedback_service.app import SERVICE
from feedback_service.domain.unsur import Unsur

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def feedback(run_service: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    return run_service(SERVICE)


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
def service_id(feedback: ServiceUnderTest, unit_id: UUID) -> UUID:
    """Return a registered public service."""
    body = {"code": "KTP-EL", "name": "Penerbitan KTP-el", "unit_id": str(unit_id), "standard_minutes": 60}
    answer = feedback.client("feedback:write").post("/v1/public-services", json=body)
    return UUID(answer.json["id"])


@pytest.fixture
def open_survey(feedback: ServiceUnderTest, service_id: UUID) -> Callable[..., UUID]:
    """Return a function that opens a survey of the public service."""

    def open_(*, period: str = "2026-S1", population: int | None = None) -> UUID:
        body = {"service_id": str(service_id), "period": period, "population": population}
        answer = feedback.client("feedback:write").post("/v1/surveys", json=body)
        return UUID(answer.json["id"])

    return open_


@pytest.fixture
def survey_id(open_survey: Callable[..., UUID]) -> UUID:
    """Return an open survey."""
    return open_survey()


@pytest.fixture
def sheet() -> dict[str, Any]:
    """Return the smallest answer: every element is good."""
    return {"scores": {unsur.value: 3 for unsur in Unsur}}
