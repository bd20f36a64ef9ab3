"""Surveys over HTTP, from the opening to the published index."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from feedback_service.domain.unsur import Unsur

SEKADAU = Path(__file__).parents[1] / "data" / "skm-sekadau-2019-s1.csv"


def test_a_survey_is_opened_for_the_unit_of_its_service(
    feedback: ServiceUnderTest, service_id: UUID, unit_id: UUID
) -> None:
    body = {"service_id": str(service_id), "period": "2026-S2", "population": 400}

    opened = feedback.client("feedback:write").post("/v1/surveys", json=body)
    read = feedback.client("feedback:read").get(opened.headers["Location"])

    assert opened.status_code == 201
    assert read.json == opened.json
    expected = body | {"unit_id": str(unit_id), "state": "OPEN", "closed_at": None}
    assert read.json.items() >= expected.items()
    assert (read.json["period_start"], read.json["period_end"]) == ("2026-07-01", "2026-12-31")


def test_the_opening_is_announced(feedback: ServiceUnderTest, survey_id: UUID, unit_id: UUID) -> None:
    (event,) = feedback.published()

    assert event.type == "asn.feedback.survey-opened.v1"
    assert (event.key, event.aggregateversion, event.dataclassification) == (str(survey_id), 1, "public")
    assert event.data.items() >= {"survey_id": str(survey_id), "unit_id": str(unit_id), "period": "2026-S1"}.items()


def test_a_service_has_one_survey_a_period(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID], service_id: UUID
) -> None:
    first, other = open_survey(period="2026-S1"), open_survey(period="2026-S2")

    again = feedback.client("feedback:write").post(
        "/v1/surveys", json={"service_id": str(service_id), "period": "2026-S1"}
    )
    found = feedback.client("feedback:read").get(f"/v1/surveys?service_id={service_id}&period=2026-S2&state=OPEN")

    assert first != other
    assert (again.status_code, again.json["code"]) == (409, "survey-already-exists")
    assert [item["id"] for item in found.json["items"]] == [str(other)]
    assert len(feedback.published()) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("period", "2026-S3"), ("period", "2016-S1"), ("period", 2026), ("population", 0), ("service_id", "x")],
)
def test_a_wrong_field_of_an_opening_is_pointed_at(
    feedback: ServiceUnderTest, service_id: UUID, field: str, value: object
) -> None:
    body = {"service_id": str(service_id), "period": "2026-S1"} | {field: value}

    answer = feedback.client("feedback:write").post("/v1/surveys", json=body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [f"/{field}"]


def test_a_survey_of_an_unknown_service_is_refused(feedback: ServiceUnderTest) -> None:
    body = {"service_id": str(new_id()), "period": "2026-S1"}

    answer = feedback.client("feedback:write").post("/v1/surveys", json=body)

    assert (answer.status_code, answer.json["code"]) == (422, "unknown-public-service")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/service_id"]


def test_closing_publishes_the_index_of_real_answers(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID]
) -> None:
    survey_id = open_survey(population=52)
    with SEKADAU.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            body = {"scores": {unsur.value: int(row[unsur.field]) for unsur in Unsur}}
            assert feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=body).status_code == 201

    closed = feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")
    read = feedback.client().get(closed.headers["Location"])

    assert closed.status_code == 201
    assert read.json == closed.json
    assert (read.json["ikm"], read.json["mutu"], read.json["respondents"]) == (78.74, "B", 49)
    assert (read.json["population"], read.json["required_sample"], read.json["sample_adequate"]) == (52, 46, True)
    lowest = next(element for element in read.json["elements"] if element["rank"] == 1)
    assert lowest == {"element": "PERSYARATAN", "nrr": 2.8163, "value": 70.41, "mutu": "C", "rank": 1}
    assert read.json["inputs"]["sums"]["PERSYARATAN"] == 138


def test_the_index_is_announced_with_the_last_version_of_its_survey(
    feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any]
) -> None:
    feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet)

    index = feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure").json

    event = feedback.published()[-1]
    assert event.type == "asn.feedback.index-published.v1"
    assert (event.key, event.aggregateversion) == (str(survey_id), 2)
    assert event.subject == f"satisfaction-indices/{index['id']}"
    assert event.data["ikm"] == index["ikm"] == 75
    assert event.data["elements"] == index["elements"]
    assert (event.data["population"], event.data["sample_adequate"]) == (None, None)


def test_a_survey_is_closed_exactly_once(feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any]) -> None:
    feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet)
    feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")

    again = feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")
    late = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet)
    survey = feedback.client("feedback:read").get(f"/v1/surveys/{survey_id}").json
    indices = feedback.client().get(f"/v1/satisfaction-indices?survey_id={survey_id}").json["items"]

    assert (again.status_code, again.json["code"]) == (409, "survey-already-closed")
    assert (late.status_code, late.json["code"]) == (409, "survey-closed")
    assert survey["state"] == "CLOSED"
    assert [(index["respondents"], index["published_at"]) for index in indices] == [(1, survey["closed_at"])]
    assert len(feedback.published()) == 3


def test_a_repeated_closing_with_its_key_gets_the_first_answer_again(
    feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any]
) -> None:
    feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet)
    client, key = feedback.client("feedback:write"), {"Idempotency-Key": "close-once"}

    first = client.post(f"/v1/surveys/{survey_id}/closure", headers=key)
    second = client.post(f"/v1/surveys/{survey_id}/closure", headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_survey_without_answers_is_not_closed(feedback: ServiceUnderTest, survey_id: UUID) -> None:
    answer = feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")
    survey = feedback.client("feedback:read").get(f"/v1/surveys/{survey_id}").json

    assert (answer.status_code, answer.json["code"]) == (409, "survey-has-no-answers")
    assert survey["state"] == "OPEN"


def test_what_does_not_exist_is_not_found(feedback: ServiceUnderTest, sheet: dict[str, Any]) -> None:
    nowhere = new_id()
    client = feedback.client("feedback:read")
    writer = feedback.client("feedback:write")

    answers = [
        client.get(f"/v1/surveys/{nowhere}"),
        writer.post(f"/v1/surveys/{nowhere}/closure"),
        feedback.client().post(f"/v1/surveys/{nowhere}/answers", json=sheet),
        feedback.client().get(f"/v1/satisfaction-indices/{nowhere}"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    codes = [answer.json["code"] for answer in answers]
    assert codes == ["survey-not-found"] * 3 + ["satisfaction-index-not-found"]


def test_published_indices_are_open_and_found_by_unit(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID], unit_id: UUID, sheet: dict[str, Any]
) -> None:
    for period in ("2026-S1", "2026-S2", "2027-S1"):
        survey_id = open_survey(period=period)
        feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet)
        feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")

    first = feedback.client().get(f"/v1/satisfaction-indices?unit_id={unit_id}&limit=2")
    second = feedback.client().get(
        f"/v1/satisfaction-indices?unit_id={unit_id}&limit=2&cursor={first.json['next_cursor']}"
    )
    elsewhere = feedback.client().get(f"/v1/satisfaction-indices?unit_id={new_id()}")

    periods = [index["period"] for answer in (first, second) for index in answer.json["items"]]
    assert periods == ["2026-S1", "2026-S2", "2027-S1"]
    assert second.json["next_cursor"] is None
    assert elsewhere.json["items"] == []
    assert first.headers["Cache-Control"] == "public, max-age=60"
