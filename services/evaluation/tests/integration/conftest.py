"""The evaluation service on real PostgreSQL, and the facts of others that its tests begin with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.events.event import Classification, Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from evaluation_service.app import SERVICE
from evaluation_service.domain.scales import Element

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)


@dataclass
class World:
    """The facts of the other services about one unit, and a caller of this one."""

    service: ServiceUnderTest
    unit_id: UUID = field(default_factory=new_id)
    service_id: UUID = field(default_factory=new_id)
    survey_id: UUID = field(default_factory=new_id)
    position_id: UUID = field(default_factory=new_id)

    def another(self) -> "World":
        """Return another unit, service, survey and position on the same database."""
        return World(self.service)

    def tell(self, *events: Event) -> None:
        self.service.deliver(*events)

    def get(self, path: str, **query: Any) -> Any:
        answer = self.service.client("evaluation:read").get(f"/v1{path}", query_string=query)
        assert answer.status_code == 200, answer.json
        return answer.json

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        caller = self.service.client("evaluation:write")
        return caller.post(f"/v1{path}", headers=headers, **({} if body is None else {"json": body}))

    def published(self, fact: str = "") -> list[Event]:
        return [event for event in self.service.published() if fact in event.type]

    def position_set(
        self, *, version: int = 1, serves_public: bool = True, at: datetime = NEW_YEAR, **levels: int
    ) -> Event:
        standard = [{"competency_code": code, "level": level} for code, level in levels.items()]
        data = {
            "position_id": self.position_id,
            "unit_id": self.unit_id,
            "title": "Operator layanan",
            "job_level": "PELAKSANA",
            "serves_public": serves_public,
            "standard": standard,
            "effective_date": "2026-01-01",
        }
        return _made("employee.position-standard-set", self.position_id, version, data, "internal", at)

    def registered(
        self, employee_id: UUID, *, version: int = 1, employment: str = "PNS", at: datetime = NEW_YEAR, **changes: Any
    ) -> Event:
        data = {
            "employee_id": employee_id,
            "position_id": self.position_id,
            "unit_id": self.unit_id,
            "employment": employment,
        }
        return _made("employee.employee-registered", employee_id, version, data | changes, "personal", at)

    def assigned(self, employee_id: UUID, *, version: int = 2, at: datetime = NEW_YEAR, **changes: Any) -> Event:
        data = {
            "employee_id": employee_id,
            "position_id": self.position_id,
            "unit_id": self.unit_id,
            "effective_date": "2026-02-01",
        }
        return _made("employee.employee-assigned", employee_id, version, data | changes, "personal", at)

    def level_recorded(self, employee_id: UUID, code: str, level: int, *, version: int = 2) -> Event:
        data = {
            "employee_id": employee_id,
            "competency_code": code,
            "level": level,
            "evidence": "ASSESSMENT",
            "recorded_at": NEW_YEAR,
        }
        return _made("employee.competency-level-recorded", employee_id, version, data, "personal", NEW_YEAR)

    def answered(self, score: int, *, survey_id: UUID | None = None, **scores: int) -> Event:
        survey = survey_id or self.survey_id
        data = {
            "answer_id": new_id(),
            "survey_id": survey,
            "service_id": self.service_id,
            "unit_id": self.unit_id,
            "scores": {element.value: scores.get(element, score) for element in Element},
            "submitted_at": JULY,
        }
        return _made("feedback.answer-submitted", survey, 1, data, "internal", JULY)

    def index_published(
        self, *, at: datetime = JULY, version: int = 2, sample_adequate: bool | None = True, **values: float
    ) -> Event:
        """Return the event of an index with value 90.00 for every element that is not named."""
        elements = [
            {"element": name, "nrr": value / 25, "value": value, "mutu": mutu_of(value), "rank": rank}
            for rank, (value, name) in enumerate(sorted((values.get(e.value, 90.0), e.value) for e in Element), 1)
        ]
        ikm = round(sum(float(element["value"]) for element in elements) / 9, 2)
        data = {
            "survey_id": self.survey_id,
            "service_id": self.service_id,
            "unit_id": self.unit_id,
            "period": "2026-S1",
            "period_start": "2026-01-01",
            "period_end": "2026-06-30",
            "respondents": 100,
            "population": 150,
            "required_sample": 108,
            "sample_adequate": sample_adequate,
            "ikm": ikm,
            "mutu": mutu_of(ikm),
            "elements": elements,
            "published_at": at,
        }
        return _made("feedback.index-published", self.survey_id, version, data, "public", at)

    def completed(self, employee_id: UUID, hours: int, *, year: int = 2026, enrolment_id: UUID | None = None) -> Event:
        enrolment = enrolment_id or new_id()
        data = {
            "enrolment_id": enrolment,
            "employee_id": employee_id,
            "course_id": new_id(),
            "competency_code": "KOMUNIKASI",
            "level": 3,
            "hours": hours,
            "year": year,
            "completed_date": f"{year}-08-01",
            "need_ids": [],
        }
        return _made("training.training-completed", employee_id, 2, data, "personal", JULY)

    def draft(self, employee_id: UUID, *, rating: str = "DIATAS_EKSPEKTASI", **changes: Any) -> dict[str, Any]:
        """Return the body of a new evaluation: SANGAT_BAIK unless the rating says otherwise."""
        body = {
            "employee_id": str(employee_id),
            "period": "2026-S1",
            "work_result": rating,
            "behaviour": rating,
            "discipline": "CLEAR",
            "assessed": [],
        }
        return body | changes

    def finalised(self, employee_id: UUID, **changes: Any) -> dict[str, Any]:
        """Open and finalise an evaluation, and return it."""
        opened = self.post("/evaluations", self.draft(employee_id, **changes))
        assert opened.status_code == 201, opened.json
        done = self.post(f"/evaluations/{opened.json['id']}/finalisation")
        assert done.status_code == 201, done.json
        return dict(done.json)


def mutu_of(value: float) -> str:
    return "A" if value >= 88.31 else "B" if value >= 76.61 else "C" if value >= 65 else "D"


def _made(  # noqa: PLR0917
    fact: str, key: UUID, version: int, data: dict[str, Any], classification: Classification, at: datetime
) -> Event:
    subject = f"things/{key}"
    return Event.of(
        f"asn.{fact}.v1", subject=subject, key=key, version=version, data=data, at=at, classification=classification
    )


@pytest.fixture
def world(run_service: Callable[..., ServiceUnderTest]) -> World:
    return World(run_service(SERVICE))


@pytest.fixture
def employee_id(world: World) -> UUID:
    """Return an employee of the unit in a position that serves the public."""
    employee = new_id()
    world.tell(world.position_set(KOMUNIKASI=3, PELAYANAN_PUBLIK=3), world.registered(employee))
    return employee
