"""Answers over HTTP: what is taken, what is refused, and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from asn_chassis.testing import ServiceUnderTest
from feedback_service.domain.unsur import Unsur
from feedback_service.persistence.mapping import answers

RESPONDENT = {
    "sex": "P",
    "age_group": "FROM_30_TO_39",
    "education": "S1",
    "occupation": "WIRAUSAHA",
    "service_type": "KTP_EL",
}
LANGUAGES = ["id", "en"]


def stored(feedback: ServiceUnderTest) -> list[Any]:
    with feedback.database.transaction() as session:
        return list(session.execute(select(answers)).all())


def test_an_answer_is_taken_from_anybody_and_announced_without_the_respondent(
    feedback: ServiceUnderTest, survey_id: UUID, service_id: UUID, unit_id: UUID, sheet: dict[str, Any]
) -> None:
    taken = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet | RESPONDENT)

    assert taken.status_code == 201
    assert taken.json.keys() == {"id", "survey_id", "scores", "submitted_at"}
    (row,) = stored(feedback)
    assert row._asdict().items() >= RESPONDENT.items()
    event = feedback.published()[-1]
    assert (event.type, event.key, event.aggregateversion) == (
        "asn.feedback.answer-submitted.v1",
        str(survey_id),
        1,
    )
    assert event.dataclassification == "internal"
    assert datetime.fromisoformat(event.data.pop("submitted_at")) == row.submitted_at
    assert event.data == {
        "answer_id": taken.json["id"],
        "survey_id": str(survey_id),
        "service_id": str(service_id),
        "unit_id": str(unit_id),
        "scores": sheet["scores"],
    }


def test_the_respondent_may_stay_silent(feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any]) -> None:
    silent = dict.fromkeys(RESPONDENT)

    taken = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet | silent)

    assert taken.status_code == 201
    assert stored(feedback)[0]._asdict().items() >= silent.items()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"WAKTU": 0}, ("/scores/WAKTU", "out-of-range")),
        ({"WAKTU": 5}, ("/scores/WAKTU", "out-of-range")),
        ({"WAKTU": "3"}, ("/scores/WAKTU", "invalid-integer")),
        ({"WAKTU": 2.5}, ("/scores/WAKTU", "invalid-integer")),
        ({"WAKTU": True}, ("/scores/WAKTU", "invalid-integer")),
        ({"WAKTU": None}, ("/scores/WAKTU", "null")),
        ({"WAKTU": 10**30}, ("/scores/WAKTU", "out-of-range")),
        ({"MAKLUMAT": 3}, ("/scores/MAKLUMAT", "unknown-field")),
    ],
)
def test_a_wrong_score_is_pointed_at(
    feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any], change: dict[str, object], told: tuple[str, str]
) -> None:
    body = {"scores": sheet["scores"] | change}

    refused = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=body)

    assert (refused.status_code, refused.json["code"]) == (422, "validation-error")
    assert [(error["pointer"], error["code"]) for error in refused.json["errors"]] == [told]
    assert stored(feedback) == []


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/scores"]),
        ({"scores": None}, ["/scores"]),
        ({"scores": [3] * 9}, ["/scores"]),
        ({"scores": {}}, [f"/scores/{unsur}" for unsur in Unsur]),
        ({"scores": {unsur.value: 3 for unsur in Unsur if unsur is not Unsur.BIAYA}}, ["/scores/BIAYA"]),
        ([], [""]),
    ],
)
def test_a_missing_element_is_pointed_at(
    feedback: ServiceUnderTest, survey_id: UUID, body: object, pointers: list[str]
) -> None:
    refused = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=body)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == pointers


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nik", "1273010101800001"),
        ("name", "Seseorang"),
        ("sex", "X"),
        ("age_group", 35),
        ("education", "S4"),
        ("service_type", "a\x00b"),
        ("service_type", "1273010101800001"),
        ("service_type", "KTP\n"),
    ],
)
def test_an_unknown_field_or_code_is_pointed_at(
    feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any], field: str, value: object
) -> None:
    refused = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=sheet | {field: value})

    assert refused.status_code == 422
    assert {error["pointer"] for error in refused.json["errors"]} == {f"/{field}"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ((b'{"scores": {}}', "text/plain"), (415, "unsupported-media-type")),
        ((b"scores=3", "application/x-www-form-urlencoded"), (415, "unsupported-media-type")),
        ((b'{"scores": {', "application/json"), (400, "malformed-request")),
        ((b"", "application/json"), (400, "malformed-request")),
        ((b'{"scores": "\xff"}', "application/json"), (400, "malformed-request")),
        ((b'{"scores": "' + b"3" * 1_100_000 + b'"}', "application/json"), (413, "payload-too-large")),
    ],
)
def test_a_body_that_is_no_answer_is_a_clear_4xx(
    feedback: ServiceUnderTest, survey_id: UUID, sent: tuple[bytes, str], told: tuple[int, str]
) -> None:
    path, (data, content_type) = f"/v1/surveys/{survey_id}/answers", sent

    refusals = [
        feedback.client().post(path, data=data, content_type=content_type, headers={"Accept-Language": language})
        for language in LANGUAGES
    ]

    assert {(refused.status_code, refused.json["code"]) for refused in refusals} == {told}
    assert all(refused.content_type.startswith("application/problem+json") for refused in refusals)
    assert len({refused.json["detail"] for refused in refusals}) == len(LANGUAGES)


def test_a_refusal_speaks_indonesian_and_english(
    feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any]
) -> None:
    body = {"scores": sheet["scores"] | {"WAKTU": 5}}
    path = f"/v1/surveys/{survey_id}/answers"

    said = {
        language: feedback.client().post(path, json=body, headers={"Accept-Language": language}).json
        for language in LANGUAGES
    }

    details = {language: problem["errors"][0]["detail"] for language, problem in said.items()}
    assert details == {"id": "Harus antara 1 dan 4.", "en": "Must be between 1 and 4."}


def test_a_repeated_tap_counts_once(feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any]) -> None:
    path, key = f"/v1/surveys/{survey_id}/answers", {"Idempotency-Key": "tap-1"}

    first = feedback.client().post(path, json=sheet, headers=key)
    second = feedback.client().post(path, json=sheet, headers=key)
    other = feedback.client().post(path, json=sheet | {"sex": "L"}, headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json["code"]) == (422, "idempotency-key-reused")
    assert len(stored(feedback)) == 1
    assert [event.type for event in feedback.published()].count("asn.feedback.answer-submitted.v1") == 1


def test_an_answer_needs_no_key(feedback: ServiceUnderTest, survey_id: UUID, sheet: dict[str, Any]) -> None:
    without_key = FlaskClient(feedback.app)

    taken = [without_key.post(f"/v1/surveys/{survey_id}/answers", json=sheet) for _ in range(2)]

    assert [answer.status_code for answer in taken] == [201, 201]
    assert len(stored(feedback)) == 2
