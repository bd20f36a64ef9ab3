"""Answers over HTTP: what is taken, what is refused, and why."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.business_day import business_day
from asn_kernel.codes import Element
from feedback_service.persistence.tables import answers

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


def test_an_answer_is_taken_from_anybody_and_gives_no_receipt(
    feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]
) -> None:
    taken = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores | RESPONDENT)

    assert (taken.status_code, taken.json) == (201, {})
    (row,) = stored(feedback)
    assert row._asdict().items() >= (scores | RESPONDENT).items()
    assert (row.id.version, row.submitted_date, row.recorded) == (4, business_day(now()), False)


def test_answers_are_announced_five_at_a_time_without_the_respondent(
    *,
    feedback: ServiceUnderTest,
    survey_id: UUID,
    service_id: UUID,
    unit_id: UUID,
    scores: dict[str, Any],
    answer: Callable[..., None],
    events_of: Callable[[str], list[Event]],
) -> None:
    answer(survey_id, times=4, body=scores | RESPONDENT)
    before = events_of("answer-submitted")
    answer(survey_id, times=2, body=scores | RESPONDENT)

    events = events_of("answer-submitted")

    assert (len(before), len(events)) == (0, 5)
    assert [row.recorded for row in stored(feedback)].count(False) == 1
    for event in events:
        assert (event.key, event.aggregateversion, event.dataclassification) == (str(survey_id), 1, "internal")
        assert event.data == {
            "survey_id": str(survey_id),
            "service_id": str(service_id),
            "unit_id": str(unit_id),
            "scores": scores["scores"],
        }


def test_the_respondent_may_stay_silent(feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]) -> None:
    silent = dict.fromkeys(RESPONDENT)

    taken = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores | silent)

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
        ({"maklumat": 3}, ("/scores/maklumat", "pattern")),
        ({"a/b": 3}, ("/scores/a~1b", "pattern")),
    ],
)
def test_a_wrong_score_is_pointed_at(
    feedback: ServiceUnderTest,
    survey_id: UUID,
    scores: dict[str, Any],
    change: dict[str, object],
    told: tuple[str, str],
) -> None:
    body = {"scores": scores["scores"] | change}

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
        ({"scores": {}}, ["/scores"]),
        ({"scores": {f"E{number}": 3 for number in range(30)}}, ["/scores"]),
        ([], [""]),
    ],
)
def test_a_body_without_scores_is_pointed_at(
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
    feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any], field: str, value: object
) -> None:
    refused = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores | {field: value})

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
    feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]
) -> None:
    body = {"scores": scores["scores"] | {"WAKTU": 5}}
    path = f"/v1/surveys/{survey_id}/answers"

    said = {
        language: feedback.client().post(path, json=body, headers={"Accept-Language": language}).json
        for language in LANGUAGES
    }

    details = {language: problem["errors"][0]["detail"] for language, problem in said.items()}
    assert details == {"id": "Harus antara 1 dan 4.", "en": "Must be between 1 and 4."}


def test_an_answer_may_leave_elements_out(
    survey_id: UUID, answer: Callable[..., None], close: Callable[[UUID], Any]
) -> None:
    answer(survey_id, body={"scores": {"WAKTU": 4}})
    answer(survey_id, body={"scores": {"WAKTU": 2, "SARANA": 1}})

    index = close(survey_id).json["index"]

    assert [(result["element"], result["nrr"]) for result in index["elements"]] == [("WAKTU", 3), ("SARANA", 1)]
    assert (index["ikm"], index["respondents"]) == (50, 10)


@pytest.mark.parametrize(
    ("change", "strange"),
    [({"elements_left_out": ["BIAYA"]}, "BIAYA"), ({}, "KEAMANAN")],
)
def test_an_element_that_the_survey_does_not_ask_is_refused(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID], change: dict[str, Any], strange: str
) -> None:
    survey_id = open_survey(**change)

    refused = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json={"scores": {"WAKTU": 3, strange: 3}})

    assert (refused.status_code, refused.json["code"]) == (422, "element-not-asked")
    assert [error["pointer"] for error in refused.json["errors"]] == ["/scores"]
    assert strange in refused.json["detail"]
    assert stored(feedback) == []


def test_an_added_element_is_answered_and_counted(
    open_survey: Callable[..., UUID],
    answer: Callable[..., None],
    close: Callable[[UUID], Any],
) -> None:
    safety = {"code": "KEAMANAN", "label_id": "Keamanan", "label_en": "Safety"}
    survey_id = open_survey(elements_left_out=["BIAYA"], elements_added=[safety])
    asked = [element for element in Element if element is not Element.BIAYA]
    answer(survey_id, body={"scores": {**dict.fromkeys(asked, 4), "KEAMANAN": 1}})

    index = close(survey_id).json["index"]

    assert [result["element"] for result in index["elements"]] == [*asked, "KEAMANAN"]
    assert index["ikm"] == 91.67  # (8 x 4 + 1) / 9 x 25
    (lowest,) = (reason for reason in index["reasons"] if reason["code"] == "LOWEST_ELEMENT")
    assert "Safety" in lowest["text_en"]


def test_a_repeated_tap_counts_once(feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]) -> None:
    path, key = f"/v1/surveys/{survey_id}/answers", {"Idempotency-Key": "tap-1"}

    first = feedback.client().post(path, json=scores, headers=key)
    second = feedback.client().post(path, json=scores, headers=key)
    another_person = feedback.client().post(path, json=scores | {"sex": "L"}, headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json == {}
    assert set(first.headers.keys()) == set(second.headers.keys())
    assert (another_person.status_code, another_person.json) == (201, {})
    assert len(stored(feedback)) == 2


def test_an_answer_needs_no_key(feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]) -> None:
    without_key = FlaskClient(feedback.app)

    taken = [without_key.post(f"/v1/surveys/{survey_id}/answers", json=scores) for _ in range(2)]

    assert [answer.status_code for answer in taken] == [201, 201]
    assert len(stored(feedback)) == 2
