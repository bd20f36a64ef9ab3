"""The evaluation service on real PostgreSQL, and the facts of others that its tests begin with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.events.event import Classification, Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.business_day import business_day, start_of
from asn_kernel.codes import Element
from asn_kernel.period import Period, PeriodKind
from evaluation_service.app import SERVICE

# A half year that has begun, whenever these tests run, and instants of it.
PERIOD = Period.of(PeriodKind.HALF, business_day(now()))
JOINED = date(2020, 1, 1)
PUBLISHED = start_of(PERIOD.start) + timedelta(hours=1)
BEFORE, AFTER = PUBLISHED - timedelta(days=1), PUBLISHED + timedelta(minutes=1)


@dataclass
class World:
    """The facts of the other services about one unit, and a caller of this one."""

    service: ServiceUnderTest
    unit_id: UUID = field(default_factory=new_id)
    service_id: UUID = field(default_factory=new_id)
    survey_id: UUID = field(default_factory=new_id)
    position_id: UUID = field(default_factory=new_id)
    assessor_id: UUID = field(default_factory=new_id)
    period: Period = PERIOD
    # A day before, the publication, and the moment after; its business day.
    before: datetime = BEFORE
    published_at: datetime = PUBLISHED
    after: datetime = AFTER
    day: date = PERIOD.start

    def another(self) -> "World":
        """Return another unit, service, survey and position on the same database."""
        return World(self.service, assessor_id=self.assessor_id)

    def tell(self, *events: Event) -> None:
        self.service.deliver(*events)

    def get(self, path: str, scope: str = "evaluation:read", **query: Any) -> Any:
        scopes = {"evaluation:read", scope}
        answer = self.service.client(*scopes).get(f"/v1{path}", query_string=query)
        assert answer.status_code == 200, answer.json
        return answer.json

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        caller = self.service.client("evaluation:write")
        return caller.post(f"/v1{path}", headers=headers, **({} if body is None else {"json": body}))

    def published(self, fact: str = "") -> list[Event]:
        return [event for event in self.service.published() if fact in event.type]

    def competency_defined(self, code: str, name: str) -> Event:
        competency_id = new_id()
        data = {"competency_id": competency_id, "code": code, "name": name, "kind": "TECHNICAL", "source": None}
        return made("employee.competency-defined", competency_id, 1, data, "public", BEFORE)

    def unit_registered(self, code: str) -> Event:
        data = {"unit_id": self.unit_id, "code": code, "name": "Dinas", "kind": "DINAS", "parent_id": None}
        return made("employee.unit-registered", self.unit_id, 1, data, "public", BEFORE)

    def position_set(
        self,
        *,
        version: int = 1,
        serves: bool = True,
        since: date = JOINED,
        position_id: UUID | None = None,
        **levels: int,
    ) -> Event:
        position = position_id or self.position_id
        data = {
            "position_id": position,
            "unit_id": self.unit_id,
            "title": "Operator layanan",
            "job_level": "PELAKSANA",
            "service_ids": [self.service_id] if serves else [],
            "standard": [{"competency_code": code, "level": level} for code, level in levels.items()],
            "effective_date": since,
        }
        return made("employee.position-standard-set", position, version, data, "internal", BEFORE)

    def registered(
        self, employee_id: UUID, *, version: int = 1, employment: str = "PNS", since: date = JOINED, **changes: Any
    ) -> Event:
        data = {
            "employee_id": employee_id,
            "position_id": self.position_id,
            "unit_id": self.unit_id,
            "employment": employment,
            "effective_date": since,
        }
        return made("employee.employee-registered", employee_id, version, data | changes, "personal", BEFORE)

    def assigned(self, employee_id: UUID, *, version: int = 2, since: date, **changes: Any) -> Event:
        data = {
            "employee_id": employee_id,
            "position_id": self.position_id,
            "unit_id": self.unit_id,
            "effective_date": since,
        }
        return made("employee.employee-assigned", employee_id, version, data | changes, "personal", BEFORE)

    def level_recorded(
        self, employee_id: UUID, code: str, level: int, *, version: int = 2, at: datetime = BEFORE
    ) -> Event:
        data = {
            "employee_id": employee_id,
            "competency_code": code,
            "level": level,
            "evidence": "ASSESSMENT",
            "recorded_at": at,
        }
        return made("employee.competency-level-recorded", employee_id, version, data, "personal", at)

    def survey_opened(self, **changes: Any) -> Event:
        data = self._survey() | {
            "period_start": self.period.start,
            "period_end": self.period.end,
            "elements": [element.value for element in Element],
            "opened_at": BEFORE,
        }
        data |= changes
        return made("feedback.survey-opened", data["survey_id"], 1, data, "public", BEFORE)

    def survey_closed(self, outcome: str = "INDEX_PUBLISHED", **changes: Any) -> Event:
        data = self._survey() | {"outcome": outcome, "closed_at": PUBLISHED} | changes
        return made("feedback.survey-closed", data["survey_id"], 2, data, "public", PUBLISHED)

    def survey_withdrawn(self, **changes: Any) -> Event:
        data = self._survey() | {"withdrawn_at": PUBLISHED} | changes
        return made("feedback.survey-withdrawn", data["survey_id"], 2, data, "public", PUBLISHED)

    def answered(self, score: int, *, survey_id: UUID | None = None, **scores: int) -> Event:
        survey = survey_id or self.survey_id
        data = {
            "survey_id": survey,
            "service_id": self.service_id,
            "unit_id": self.unit_id,
            "scores": {element.value: scores.get(element, score) for element in Element} | scores,
        }
        return made("feedback.answer-submitted", survey, 1, data, "internal", BEFORE)

    def index_published(
        self,
        *,
        at: datetime = PUBLISHED,
        version: int = 2,
        sample_adequate: bool | None = True,
        population: int | None = 150,
        period: Period | None = None,
        **values: float,
    ) -> Event:
        """Return the event of an index with value 90.00 for every element that is not named."""
        elements = [
            {"element": name, "nrr": value / 25, "value": value, "mutu": mutu_of(value), "rank": rank}
            for rank, (value, name) in enumerate(sorted((values.get(e.value, 90.0), e.value) for e in Element), 1)
        ]
        ikm = round(sum(float(element["value"]) for element in elements) / 9, 2)
        when = period or self.period
        data = self._survey() | {
            "index_id": new_id(),
            "period": str(when),
            "period_start": when.start,
            "period_end": when.end,
            "respondents": 100,
            "population": population,
            "required_sample": 108,
            "sample_adequate": sample_adequate,
            "ikm": ikm,
            "mutu": mutu_of(ikm),
            "elements": elements,
            "published_at": at,
        }
        return made("feedback.index-published", self.survey_id, version, data, "public", at)

    def unit_index(
        self, ikm: float, *, period: Period | None = None, version: int = 1, respondents: int = 100, **changes: Any
    ) -> Event:
        data = {
            "unit_id": self.unit_id,
            "period": str(period or self.period),
            "respondents": respondents,
            "surveys": 1,
            "sample_adequate": True,
            "ikm": ikm,
            "mutu": mutu_of(ikm),
            "elements": [],
            "rule_version": "skm-index-2017.1",
            "published_at": PUBLISHED,
        }
        data |= changes
        return made("feedback.unit-index-published", data["unit_id"], version, data, "public", PUBLISHED)

    def completed(
        self, employee_id: UUID, hours: int, *, year: int = PERIOD.year, enrolment_id: UUID | None = None
    ) -> Event:
        data = {
            "enrolment_id": enrolment_id or new_id(),
            "employee_id": employee_id,
            "unit_id": new_id(),
            "course_id": new_id(),
            "competency_code": "KOMUNIKASI",
            "passed": hours > 0,
            "level": 3 if hours else None,
            "hours": hours,
            "year": year,
            "completed_date": f"{year}-08-01",
            "need_ids": [],
        }
        return made("training.training-completed", employee_id, 2, data, "personal", PUBLISHED)

    def draft(self, employee_id: UUID, *, rating: str = "DIATAS_EKSPEKTASI", **changes: Any) -> dict[str, Any]:
        """Return the body of a new evaluation: SANGAT_BAIK unless the rating says otherwise."""
        body = {
            "employee_id": str(employee_id),
            "assessor_id": str(self.assessor_id),
            "period": str(self.period),
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

    def needs_of(self, employee_id: UUID) -> list[dict[str, Any]]:
        return list(self.get("/training-needs", employee_id=employee_id)["items"])

    def the_incentive(self, employee_id: UUID, scope: str = "evaluation:write") -> dict[str, Any]:
        (incentive,) = self.get("/incentives", scope, employee_id=employee_id)["items"]
        return dict(incentive)

    def _survey(self) -> dict[str, Any]:
        return {
            "survey_id": self.survey_id,
            "service_id": self.service_id,
            "unit_id": self.unit_id,
            "period": str(self.period),
        }


def mutu_of(value: float) -> str:
    return "A" if value >= 88.31 else "B" if value >= 76.61 else "C" if value >= 65 else "D"


def made(  # noqa: PLR0917
    fact: str, key: UUID, version: int, data: dict[str, Any], classification: Classification, at: datetime
) -> Event:
    subject = f"things/{key}"
    return Event.of(
        f"asn.{fact}.v1", subject=subject, key=key, version=version, data=data, at=at, classification=classification
    )


@pytest.fixture
def world(run_service: Callable[..., ServiceUnderTest]) -> World:
    """Return a unit whose assessor is known."""
    scene = World(run_service(SERVICE))
    elsewhere = new_id()
    scene.tell(scene.registered(scene.assessor_id, position_id=elsewhere, unit_id=new_id()))
    return scene


@pytest.fixture
def employee_id(world: World) -> UUID:
    """Return an employee of the unit in a position that serves the public."""
    employee = new_id()
    world.tell(world.position_set(KOMUNIKASI=3, PELAYANAN_PUBLIK=3), world.registered(employee))
    return employee
