"""The population of a survey is corrected while it is open, by whoever has seen its newest version."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.testing import ServiceUnderTest

PATCH = "application/merge-patch+json"


def change(feedback: ServiceUnderTest, survey_id: UUID, body: dict[str, Any], *, seen: str = '"1"') -> Any:
    caller = feedback.client("feedback:write")
    return caller.patch(f"/v1/surveys/{survey_id}", json=body, headers={"If-Match": seen}, content_type=PATCH)


def told(feedback: ServiceUnderTest) -> list[Any]:
    return [event for event in feedback.published() if event.type == "asn.feedback.survey-corrected.v1"]


def test_the_index_is_judged_by_the_corrected_population(
    feedback: ServiceUnderTest,
    open_survey: Callable[..., UUID],
    answer: Callable[..., None],
    close: Callable[[UUID], Any],
) -> None:
    survey_id = open_survey(population=1_000)
    answer(survey_id)

    corrected = change(feedback, survey_id, {"population": 5})

    assert (corrected.status_code, corrected.json["population"], corrected.headers["ETag"]) == (200, 5, '"2"')
    assert feedback.client("feedback:read").get(f"/v1/surveys/{survey_id}").headers["ETag"] == '"2"'
    (event,) = told(feedback)
    assert (event.data["population"], event.aggregateversion) == (5, 2)
    assert close(survey_id).json["index"]["sample_adequate"] is True


def test_null_says_that_the_population_is_not_known(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID]
) -> None:
    survey_id = open_survey(population=10)

    assert change(feedback, survey_id, {"population": None}).json["population"] is None
    assert change(feedback, survey_id, {"population": None}, seen='"2"').status_code == 200
    assert len(told(feedback)) == 1


@pytest.mark.parametrize(
    ("seen", "body", "code"),
    [
        ('"2"', {"population": 5}, "precondition-failed"),
        ('"1"', {"population": 0}, "validation-error"),
        ('"1"', {"period": "2025"}, "validation-error"),
        ('"1"', {"elements_left_out": []}, "validation-error"),
    ],
)
def test_a_wrong_correction_changes_nothing(
    feedback: ServiceUnderTest, survey_id: UUID, seen: str, body: dict[str, Any], code: str
) -> None:
    assert change(feedback, survey_id, body, seen=seen).json["code"] == code
    assert told(feedback) == []


def test_a_closed_survey_stays_as_it_is(
    feedback: ServiceUnderTest, survey_id: UUID, close: Callable[[UUID], Any]
) -> None:
    close(survey_id)

    answer = change(feedback, survey_id, {"population": 5}, seen="*")

    assert (answer.status_code, answer.json["code"]) == (409, "survey-already-closed")
