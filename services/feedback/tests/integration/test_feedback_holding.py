"""A survey whose answers are odd waits for an officer: nobody is refused, nothing is published meanwhile."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.codes import Element
from feedback_service.persistence.answers import spread
from feedback_service.persistence.surveys import get

OUTCOMES = ("index-published", "index-computed", "survey-closed", "unit-index-published")


@pytest.fixture
def officer(feedback: ServiceUnderTest) -> Any:
    """Return who looks at odd answers."""
    return feedback.client("feedback:integrity")


@pytest.fixture
def held(open_survey: Callable[..., UUID], answer: Callable[..., None], close: Callable[[UUID], Any]) -> UUID:
    """Return a survey of five people that six answered."""
    survey_id = open_survey(population=5)
    answer(survey_id, times=6)
    closed = close(survey_id)
    assert (closed.status_code, closed.json["state"], closed.json["index"]) == (201, "HELD", None)
    assert (closed.json["outcome"], closed.headers["Location"]) == (None, f"/v1/surveys/{survey_id}")
    return survey_id


def facts(feedback: ServiceUnderTest) -> list[str]:
    return [event.type.split(".")[2] for event in feedback.published()]


def test_a_held_survey_publishes_nothing_and_takes_nothing(
    feedback: ServiceUnderTest, held: UUID, scores: dict[str, Any], close: Callable[[UUID], Any]
) -> None:
    late = feedback.client().post(f"/v1/surveys/{held}/answers", json=scores)
    again = close(held)

    assert (late.status_code, late.json["code"]) == (409, "survey-closed")
    assert (again.status_code, again.json["code"]) == (409, "survey-already-closed")
    assert set(OUTCOMES).isdisjoint(facts(feedback))
    assert facts(feedback).count("answer-submitted") == 6
    assert feedback.client().get("/v1/satisfaction-indices").json["items"] == []
    assert feedback.client().get("/v1/unit-indices").json["items"] == []
    assert [each["id"] for each in feedback.client("feedback:read").get("/v1/surveys?state=HELD").json["items"]] == [
        str(held)
    ]


def test_an_officer_reads_why_and_nobody_else(feedback: ServiceUnderTest, officer: Any, held: UUID) -> None:
    decision = officer.get(f"/v1/surveys/{held}/hold").json

    assert [reason["code"] for reason in decision["reasons"]] == ["ABOVE_POPULATION"]
    assert decision["inputs"] == {
        "respondents": 6, "population": 5, "days": 1, "busiest_day": 6, "comparable": 6, "most_equal": 6,
    }  # fmt: skip
    for route, send in (("hold", "get"), ("release", "post"), ("refusal", "post")):
        refused = getattr(feedback.client("feedback:write", "feedback:read"), send)(f"/v1/surveys/{held}/{route}")
        assert (refused.status_code, refused.json["code"]) == (403, "insufficient-scope")


def test_a_released_index_is_published_as_any_other(
    feedback: ServiceUnderTest, officer: Any, held: UUID, events_of: Callable[[str], list[Any]]
) -> None:
    released = officer.post(f"/v1/surveys/{held}/release")

    assert (released.status_code, released.json["state"], released.json["outcome"]) == (
        201,
        "CLOSED",
        "INDEX_PUBLISHED",
    )
    assert released.json["index"]["respondents"] == 6
    assert facts(feedback)[-4:] == list(OUTCOMES)
    (closed,) = events_of("survey-closed")
    assert (closed.aggregateversion, closed.data["outcome"], "refusal" in closed.data) == (3, "INDEX_PUBLISHED", False)
    assert datetime.fromisoformat(closed.data["closed_at"]) < closed.time
    assert officer.get(f"/v1/surveys/{held}/hold").status_code == 200


def test_a_refused_index_is_never_published_and_its_reason_is_a_fact(
    feedback: ServiceUnderTest, officer: Any, held: UUID, events_of: Callable[[str], list[Any]]
) -> None:
    refused = officer.post(f"/v1/surveys/{held}/refusal", json={"refusal": "REPEATED_ANSWERS"})

    assert (refused.status_code, refused.json["outcome"], refused.json["index"]) == (201, "INDEX_REFUSED", None)
    (closed,) = events_of("survey-closed")
    assert (closed.data["outcome"], closed.data["refusal"]) == ("INDEX_REFUSED", "REPEATED_ANSWERS")
    assert "index-published" not in facts(feedback)
    assert "unit-index-published" not in facts(feedback)
    assert feedback.client("feedback:read").get(f"/v1/surveys/{held}").json["refusal"] == "REPEATED_ANSWERS"


@pytest.mark.parametrize("first", ["release", "refusal"])
@pytest.mark.parametrize("second", ["release", "refusal"])
def test_an_officer_decides_once(officer: Any, held: UUID, first: str, second: str) -> None:
    bodies: dict[str, Any] = {"release": {}, "refusal": {"json": {"refusal": "UNEXPLAINED"}}}
    assert officer.post(f"/v1/surveys/{held}/{first}", **bodies[first]).status_code == 201

    again = officer.post(f"/v1/surveys/{held}/{second}", **bodies[second])

    assert (again.status_code, again.json["code"]) == (409, "survey-not-held")


def test_what_is_not_held_is_neither_released_nor_refused(officer: Any, survey_id: UUID) -> None:
    for survey, released, read in (
        (survey_id, (409, "survey-not-held"), (404, "hold-not-found")),
        (new_id(), (404, "survey-not-found"), (404, "survey-not-found")),
    ):
        answer = officer.post(f"/v1/surveys/{survey}/release")
        assert (answer.status_code, answer.json["code"]) == released
        answer = officer.post(f"/v1/surveys/{survey}/refusal", json={"refusal": "UNEXPLAINED"})
        assert (answer.status_code, answer.json["code"]) == released
        answer = officer.get(f"/v1/surveys/{survey}/hold")
        assert (answer.status_code, answer.json["code"]) == read


@pytest.mark.parametrize("body", [{}, {"refusal": "BECAUSE"}, {"refusal": None}])
def test_a_refusal_says_why(officer: Any, held: UUID, body: dict[str, Any]) -> None:
    refused = officer.post(f"/v1/surveys/{held}/refusal", json=body)

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/refusal")


def test_a_population_that_is_set_right_while_held_counts_in_the_index(
    feedback: ServiceUnderTest, officer: Any, held: UUID
) -> None:
    headers = {"If-Match": '"2"', "Content-Type": "application/merge-patch+json"}
    writer = feedback.client("feedback:write")
    assert writer.patch(f"/v1/surveys/{held}", json={"population": 50}, headers=headers).status_code == 200

    index = officer.post(f"/v1/surveys/{held}/release").json["index"]

    assert (index["population"], index["above_population"]) == (50, False)
    late = writer.patch(f"/v1/surveys/{held}", json={"population": 60}, headers={**headers, "If-Match": '"4"'})
    assert (late.status_code, late.json["code"]) == (409, "survey-already-closed")


def test_exactly_the_population_is_not_held(
    open_survey: Callable[..., UUID], answer: Callable[..., None], close: Callable[[UUID], Any]
) -> None:
    survey_id = open_survey(population=5)
    answer(survey_id, times=5)

    assert close(survey_id).json["state"] == "CLOSED"


def test_too_few_answers_are_never_held(
    open_survey: Callable[..., UUID], answer: Callable[..., None], close: Callable[[UUID], Any]
) -> None:
    survey_id = open_survey(population=1)
    answer(survey_id, times=4)

    closed = close(survey_id).json

    assert (closed["state"], closed["outcome"]) == ("CLOSED", "TOO_FEW_ANSWERS")


def test_the_index_of_the_unit_waits_for_a_held_survey(
    feedback: ServiceUnderTest,
    officer: Any,
    held: UUID,
    *,
    open_survey: Callable[..., UUID],
    register_service: Callable[[str], UUID],
    answer: Callable[..., None],
    close: Callable[[UUID], Any],
) -> None:
    other = open_survey(service_id=str(register_service("KK")))
    answer(other)
    assert close(other).json["state"] == "CLOSED"
    assert "unit-index-published" not in facts(feedback)

    officer.post(f"/v1/surveys/{held}/refusal", json={"refusal": "NOT_SERVED"})

    (index,) = feedback.client().get("/v1/unit-indices").json["items"]
    assert index["respondents"] == 5


def test_answers_are_compared_by_day_and_by_their_scores(
    feedback: ServiceUnderTest, survey_id: UUID, answer: Callable[..., None]
) -> None:
    # 6 good ones, 7 bad ones of which 2 came the day before, 5 on one element alone, 4 unlike all others.
    answer(survey_id, times=6)
    answer(survey_id, times=7, body={"scores": {element.value: 1 for element in Element}})
    answer(survey_id, times=5, body={"scores": {"WAKTU": 4}})
    for other in range(4):
        answer(survey_id, times=1, body={"scores": {element.value: 2 for element in list(Element)[other:]}})
    with feedback.database.transaction() as session:
        session.execute(
            text(
                "UPDATE answers SET submitted_date = submitted_date - 1 WHERE id IN"
                " (SELECT id FROM answers WHERE scores ->> 'WAKTU' = '1' LIMIT 2)"
            )
        )

    with feedback.database.transaction() as session:
        found = spread(session, get(session, survey_id), elements=5, least=5)
        few = spread(session, get(session, survey_id), elements=5, least=8)

    assert (found.respondents, found.days, found.busiest_day, found.comparable, found.most_equal) == (22, 2, 20, 17, 7)
    assert few.most_equal == 0
