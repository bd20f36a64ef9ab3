"""Surveys over HTTP: when they may be opened, what they ask, how they are closed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.business_day import business_day, start_of
from asn_kernel.codes import Element
from asn_kernel.period import Period, PeriodKind
from feedback_service.domain.answer import Respondent
from feedback_service.domain.survey import PeriodNotBegun, SurveyWindowOver
from feedback_service.domain.survey_for_answer import AnswerWindowOver
from feedback_service.usecases.open_survey import open_survey as open_in_session
from feedback_service.usecases.submit_answer import submit_answer

OpenSurvey = Callable[..., UUID]
EventsOf = Callable[[str], list[Event]]
SAFETY = {"code": "KEAMANAN", "label_id": "Keamanan", "label_en": "Safety"}
FIRST_HALF = Period.parse("2026-S1")


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_a_survey_is_opened_for_a_period_of_any_kind(
    feedback: ServiceUnderTest, service_id: UUID, unit_id: UUID, periods: dict[PeriodKind, str], kind: PeriodKind
) -> None:
    body = {"service_id": str(service_id), "period": periods[kind], "population": 400}

    opened = feedback.client("feedback:write").post("/v1/surveys", json=body)
    read = feedback.client("feedback:read").get(opened.headers["Location"])

    assert opened.status_code == 201
    assert read.json == opened.json
    expected = body | {"unit_id": str(unit_id), "state": "OPEN", "outcome": None, "closed_at": None}
    assert read.json.items() >= expected.items()
    whole = Period.parse(periods[kind])
    assert (read.json["period_start"], read.json["period_end"]) == (str(whole.start), str(whole.end))
    assert [element["code"] for element in read.json["elements"]] == list(Element)
    assert read.json["elements"][0]["label_en"] == "Requirements"


def test_the_opening_is_announced(
    open_survey: OpenSurvey, events_of: EventsOf, service_id: UUID, unit_id: UUID, period: str
) -> None:
    survey_id = open_survey(elements_left_out=["BIAYA"], elements_added=[SAFETY])

    (event,) = events_of("survey-opened")
    assert (event.key, event.aggregateversion, event.dataclassification) == (str(survey_id), 1, "public")
    opened_at = event.data.pop("opened_at")
    assert opened_at.startswith(event.time.date().isoformat())
    assert event.data == {
        "survey_id": str(survey_id),
        "service_id": str(service_id),
        "unit_id": str(unit_id),
        "period": period,
        "period_start": str(Period.parse(period).start),
        "period_end": str(Period.parse(period).end),
        "elements": [*(element for element in Element if element is not Element.BIAYA), "KEAMANAN"],
    }


def test_a_service_has_one_survey_a_period(
    feedback: ServiceUnderTest, open_survey: OpenSurvey, service_id: UUID, periods: dict[PeriodKind, str]
) -> None:
    half, quarter = periods[PeriodKind.HALF], periods[PeriodKind.QUARTER]
    first, other = open_survey(period=half), open_survey(period=quarter)

    again = feedback.client("feedback:write").post("/v1/surveys", json={"service_id": str(service_id), "period": half})
    found = feedback.client("feedback:read").get(f"/v1/surveys?service_id={service_id}&period={quarter}&state=OPEN")

    assert first != other
    assert (again.status_code, again.json["code"]) == (409, "survey-already-exists")
    assert [item["id"] for item in found.json["items"]] == [str(other)]


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("period", "2026-S3", "/period"),
        ("period", "2026-M7", "/period"),
        ("period", 2026, "/period"),
        ("population", 0, "/population"),
        ("service_id", "x", "/service_id"),
        ("elements_left_out", ["MAKLUMAT"], "/elements_left_out/0"),
        ("elements_left_out", "BIAYA", "/elements_left_out"),
        ("elements_added", [SAFETY, SAFETY], "/elements_added"),
        ("elements_added", [SAFETY | {"code": "keamanan"}], "/elements_added/0/code"),
        ("elements_added", [SAFETY | {"label_en": ""}], "/elements_added/0/label_en"),
        ("elements_added", [SAFETY | {"code": f"E{number}"} for number in range(21)], "/elements_added"),
    ],
)
def test_a_wrong_field_of_an_opening_is_pointed_at(
    *, feedback: ServiceUnderTest, service_id: UUID, period: str, field: str, value: object, pointer: str
) -> None:
    body = {"service_id": str(service_id), "period": period} | {field: value}

    answer = feedback.client("feedback:write").post("/v1/surveys", json=body)

    assert (answer.status_code, answer.json["code"]) == (422, "validation-error")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"elements_added": [SAFETY | {"code": "WAKTU"}]}, "element-is-standard", "/elements_added"),
        ({"elements_left_out": list(Element)}, "no-elements-left", "/elements_left_out"),
        ({"service_id": str(UUID(int=7))}, "unknown-public-service", "/service_id"),
        ({"period": "2099"}, "period-not-begun", "/period"),
        ({"period": "2017-M01"}, "survey-window-over", "/period"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(
    *, feedback: ServiceUnderTest, service_id: UUID, period: str, change: dict[str, Any], code: str, pointer: str
) -> None:
    body = {"service_id": str(service_id), "period": period} | change

    answer = feedback.client("feedback:write").post("/v1/surveys", json=body)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_there_is_no_survey_by_a_law_that_did_not_hold(feedback: ServiceUnderTest, service_id: UUID) -> None:
    body = {"service_id": str(service_id), "period": "2016-S2"}

    answer = feedback.client("feedback:write").post("/v1/surveys", json=body)

    assert (answer.status_code, answer.json["code"]) == (422, "no-rule-in-force")


def opened_on(feedback: ServiceUnderTest, service_id: UUID, at: Any) -> UUID:
    with feedback.database.transaction() as session:
        return open_in_session(
            session,
            service_id=service_id,
            period=FIRST_HALF,
            population=None,
            elements_left_out=[],
            elements_added=[],
            at=at,
        ).id


def test_the_period_begins_and_the_window_ends_by_the_day_in_sibolga(
    feedback: ServiceUnderTest, service_id: UUID, register_service: Callable[..., UUID]
) -> None:
    # 366 days after 30 June 2026; WIB is seven hours before UTC.
    begin, end = start_of(FIRST_HALF.start), start_of(FIRST_HALF.end + timedelta(days=367))
    moment = timedelta(milliseconds=1)

    with pytest.raises(PeriodNotBegun):
        opened_on(feedback, service_id, begin - moment)
    opened_on(feedback, service_id, begin)
    other = register_service("KK")
    with pytest.raises(SurveyWindowOver):
        opened_on(feedback, other, end)
    opened_on(feedback, other, end - moment)


def test_answers_end_with_their_window_by_the_day_in_sibolga(feedback: ServiceUnderTest, service_id: UUID) -> None:
    survey_id = opened_on(feedback, service_id, start_of(FIRST_HALF.start))
    end = start_of(FIRST_HALF.end + timedelta(days=367))

    def submit(at: Any) -> None:
        with feedback.database.transaction() as session:
            submit_answer(session, survey_id=survey_id, scores={"WAKTU": 3}, respondent=Respondent(), at=at)

    submit(end - timedelta(milliseconds=1))
    with pytest.raises(AnswerWindowOver):
        submit(end)


def test_an_answer_long_after_the_period_is_told_so(
    feedback: ServiceUnderTest, service_id: UUID, scores: dict[str, Any]
) -> None:
    period = Period.of(PeriodKind.YEAR, business_day(now()) - timedelta(days=3 * 366))
    with feedback.database.transaction() as session:
        survey_id = open_in_session(
            session,
            service_id=service_id,
            period=period,
            population=None,
            elements_left_out=[],
            elements_added=[],
            at=start_of(period.end),
        ).id

    late = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores)

    assert (late.status_code, late.json["code"]) == (409, "answer-window-over")


def test_a_survey_is_closed_exactly_once(
    feedback: ServiceUnderTest,
    survey_id: UUID,
    scores: dict[str, Any],
    answer: Callable[..., None],
    close: Callable[[UUID], Any],
) -> None:
    answer(survey_id)
    close(survey_id)
    events = len(feedback.published())

    again = close(survey_id)
    late = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores)
    survey = feedback.client("feedback:read").get(f"/v1/surveys/{survey_id}").json
    indices = feedback.client().get(f"/v1/satisfaction-indices?survey_id={survey_id}").json["items"]

    assert (again.status_code, again.json["code"]) == (409, "survey-already-closed")
    assert (late.status_code, late.json["code"]) == (409, "survey-closed")
    assert (survey["state"], survey["outcome"]) == ("CLOSED", "INDEX_PUBLISHED")
    assert [(index["respondents"], index["published_at"]) for index in indices] == [(5, survey["closed_at"])]
    assert len(feedback.published()) == events


def test_a_repeated_closing_with_its_key_gets_the_first_answer_again(
    feedback: ServiceUnderTest, survey_id: UUID, answer: Callable[..., None]
) -> None:
    answer(survey_id)
    client, key = feedback.client("feedback:write"), {"Idempotency-Key": "close-once"}

    first = client.post(f"/v1/surveys/{survey_id}/closure", headers=key)
    second = client.post(f"/v1/surveys/{survey_id}/closure", headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("answers", [0, 1, 4])
def test_too_few_answers_close_a_survey_without_an_index(
    *,
    feedback: ServiceUnderTest,
    survey_id: UUID,
    service_id: UUID,
    unit_id: UUID,
    period: str,
    answer: Callable[..., None],
    close: Callable[[UUID], Any],
    events_of: EventsOf,
    answers: int,
) -> None:
    answer(survey_id, times=answers)

    closed = close(survey_id)

    assert (closed.status_code, closed.json["index"], closed.json["outcome"]) == (201, None, "TOO_FEW_ANSWERS")
    survey = feedback.client("feedback:read").get(closed.headers["Location"]).json
    assert (survey["id"], survey["state"], survey["outcome"]) == (str(survey_id), "CLOSED", "TOO_FEW_ANSWERS")
    assert len(events_of("answer-submitted")) == answers
    event = feedback.published()[-1]
    assert event.type == "asn.feedback.survey-closed.v1"
    assert (event.key, event.aggregateversion, event.dataclassification) == (str(survey_id), 2, "public")
    assert datetime.fromisoformat(event.data.pop("closed_at")) == datetime.fromisoformat(survey["closed_at"])
    assert event.data == {
        "survey_id": str(survey_id),
        "service_id": str(service_id),
        "unit_id": str(unit_id),
        "period": period,
        "outcome": "TOO_FEW_ANSWERS",
    }
    assert feedback.client().get("/v1/satisfaction-indices").json["items"] == []
    assert close(survey_id).json["code"] == "survey-already-closed"


def test_what_does_not_exist_is_not_found(
    feedback: ServiceUnderTest, scores: dict[str, Any], close: Callable[[UUID], Any]
) -> None:
    nowhere = new_id()
    client = feedback.client("feedback:read")

    answers = [
        client.get(f"/v1/surveys/{nowhere}"),
        close(nowhere),
        feedback.client().post(f"/v1/surveys/{nowhere}/answers", json=scores),
        feedback.client().get(f"/v1/satisfaction-indices/{nowhere}"),
        client.get(f"/v1/satisfaction-indices/{nowhere}/decision"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    codes = [answer.json["code"] for answer in answers]
    assert codes == ["survey-not-found"] * 3 + ["satisfaction-index-not-found"] * 2
