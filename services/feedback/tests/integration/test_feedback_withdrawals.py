"""A survey without answers is withdrawn with a reason; a unit that was withdrawn begins nothing after its end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import msgspec
import pytest

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.business_day import business_day
from asn_kernel.period import Period

PATCH = "application/merge-patch+json"


@pytest.fixture
def withdraw(feedback: ServiceUnderTest) -> Callable[..., Any]:
    """Return a function that withdraws a survey and gives the HTTP answer."""

    def withdraw_(survey_id: UUID, *, seen: str | None = '"1"', **body: Any) -> Any:
        headers = {} if seen is None else {"If-Match": seen}
        body = body or {"reason": "Layanan keliru"}
        return feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/withdrawal", json=body, headers=headers)

    return withdraw_


def test_a_withdrawn_survey_is_told_without_its_reason_and_makes_room_for_another(
    feedback: ServiceUnderTest,
    survey_id: UUID,
    open_survey: Callable[..., UUID],
    withdraw: Callable[..., Any],
    events_of: Callable[[str], list[Event]],
) -> None:
    answer = withdraw(survey_id)

    assert (answer.status_code, answer.headers["ETag"]) == (201, '"2"')
    assert (answer.json["state"], answer.json["outcome"], answer.json["closed_at"]) == ("WITHDRAWN", None, None)
    assert answer.json["withdrawal_reason"] == "Layanan keliru"
    reader = feedback.client("feedback:read")
    assert reader.get(f"/v1/surveys/{survey_id}").json == answer.json
    assert [each["id"] for each in reader.get("/v1/surveys?state=WITHDRAWN").json["items"]] == [str(survey_id)]
    (event,) = events_of("survey-withdrawn")
    assert (event.key, event.aggregateversion) == (str(survey_id), 2)
    assert "keliru" not in str(event.data)
    assert open_survey() != survey_id


@pytest.mark.parametrize(
    ("seen", "body", "code"),
    [
        (None, {"reason": "x"}, "precondition-required"),
        ('"2"', {"reason": "x"}, "precondition-failed"),
        ('"1"', {"reason": ""}, "validation-error"),
        ('"1"', {"reason": "x", "state": "OPEN"}, "validation-error"),
    ],
)
def test_a_wrong_withdrawal_changes_nothing(
    *,
    survey_id: UUID,
    withdraw: Callable[..., Any],
    events_of: Callable[[str], list[Event]],
    seen: str | None,
    body: dict[str, str],
    code: str,
) -> None:
    assert withdraw(survey_id, seen=seen, **body).json["code"] == code
    assert events_of("survey-withdrawn") == []


def test_what_was_answered_or_closed_is_not_withdrawn(
    survey_id: UUID, answer: Callable[..., None], close: Callable[[UUID], Any], withdraw: Callable[..., Any]
) -> None:
    answer(survey_id, times=1)
    answered = withdraw(survey_id)
    close(survey_id)
    closed = withdraw(survey_id, seen="*")

    assert (answered.status_code, answered.json["code"]) == (409, "survey-answered")
    assert (closed.status_code, closed.json["code"]) == (409, "survey-already-closed")


def test_a_withdrawn_survey_is_not_withdrawn_corrected_closed_or_answered(
    feedback: ServiceUnderTest,
    survey_id: UUID,
    scores: dict[str, Any],
    close: Callable[[UUID], Any],
    withdraw: Callable[..., Any],
) -> None:
    withdraw(survey_id)

    again, closed = withdraw(survey_id, seen="*"), close(survey_id)
    corrected = feedback.client("feedback:write").patch(
        f"/v1/surveys/{survey_id}", json={"population": 5}, headers={"If-Match": "*"}, content_type=PATCH
    )
    answered = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores)

    refused = [(each.status_code, each.json["code"]) for each in (again, closed, corrected, answered)]
    assert refused == [(409, "survey-withdrawn")] * 3 + [(409, "survey-closed")]


def test_the_unit_index_that_waited_for_the_withdrawn_survey_alone_comes(
    *,
    survey_id: UUID,
    register_service: Callable[..., UUID],
    open_survey: Callable[..., UUID],
    answer: Callable[..., None],
    close: Callable[[UUID], Any],
    withdraw: Callable[..., Any],
    events_of: Callable[[str], list[Event]],
) -> None:
    mistaken = open_survey(service_id=str(register_service("KK")))
    answer(survey_id)
    close(survey_id)
    assert events_of("unit-index-published") == []

    withdraw(mistaken)

    (event,) = events_of("unit-index-published")
    assert event.data["surveys"] == 1


def test_an_answer_and_a_withdrawal_at_once_never_both_count(
    feedback: ServiceUnderTest,
    open_survey: Callable[..., UUID],
    register_service: Callable[..., UUID],
    scores: dict[str, Any],
    withdraw: Callable[..., Any],
) -> None:
    for number in range(4):
        survey_id, start = open_survey(service_id=str(register_service(f"L-{number}"))), Barrier(2)

        def answered(survey_id: UUID = survey_id, start: Barrier = start) -> int:
            client = feedback.client()
            start.wait()
            return int(client.post(f"/v1/surveys/{survey_id}/answers", json=scores).status_code)

        def withdrawn(survey_id: UUID = survey_id, start: Barrier = start) -> int:
            start.wait()
            return int(withdraw(survey_id).status_code)

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.submit(answered), pool.submit(withdrawn)

        assert sorted([first.result(), second.result()]) == [201, 409]


@pytest.mark.parametrize(("after", "survey"), [(-1, 409), (0, 409), (1, 201), (400, 201)])
def test_a_withdrawn_unit_begins_nothing_after_its_end(
    *,
    feedback: ServiceUnderTest,
    unit_id: UUID,
    service_id: UUID,
    period: str,
    unit_registered: Callable[..., Event],
    after: int,
    survey: int,
) -> None:
    end = Period.parse(period).start + timedelta(days=after)
    told = unit_registered(unit_id, version=2, effective_date=end)
    feedback.deliver(msgspec.structs.replace(told, type="asn.employee.unit-withdrawn.v1"))
    writer = feedback.client("feedback:write")

    opened = writer.post("/v1/surveys", json={"service_id": str(service_id), "period": period})
    body = {"code": "BARU", "name": "Baru", "unit_id": str(unit_id), "standard_minutes": 60}
    registered = writer.post("/v1/public-services", json=body)

    service = 409 if end <= business_day(now()) else 201
    assert (opened.status_code, registered.status_code) == (survey, service)
    for refused in (each for each in (opened, registered) if each.status_code != 201):
        assert refused.json["code"] == "unit-withdrawn"
        assert str(end) in refused.json["detail"]
