"""Closing and answering at the same time loses nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.codes import Element
from feedback_service.domain.answer import Respondent
from feedback_service.domain.survey_for_answer import SurveyClosed
from feedback_service.persistence import surveys
from feedback_service.usecases.close_survey import close_survey
from feedback_service.usecases.submit_answer import submit_answer

CITIZENS = 6


def test_every_answer_is_either_counted_or_refused(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID], scores: dict[str, Any]
) -> None:
    # So many equal answers at once are held; nobody is refused for it.
    survey_id = open_survey(population=1)
    path = f"/v1/surveys/{survey_id}/answers"
    for _ in range(5):
        feedback.client().post(path, json=scores)
    start = Barrier(CITIZENS + 1)

    def answer_until_closed() -> int:
        client, taken = feedback.client(), 0
        start.wait()
        while (reply := client.post(path, json=scores)).status_code == 201:
            taken += 1
        assert (reply.status_code, reply.json["code"]) == (409, "survey-closed")
        return taken

    def close() -> Any:
        start.wait()
        sleep(0.3)
        return feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")

    with ThreadPoolExecutor(CITIZENS + 1) as pool:
        citizens = [pool.submit(answer_until_closed) for _ in range(CITIZENS)]
        closed = pool.submit(close).result()
        taken = 5 + sum(citizen.result() for citizen in citizens)

    assert (closed.status_code, closed.json["state"]) == (201, "HELD")
    index = feedback.client("feedback:integrity").post(f"/v1/surveys/{survey_id}/release").json["index"]
    assert index["respondents"] == taken
    totals = {each["element"]: (each["total"], each["answers"]) for each in index["inputs"]}
    assert totals == {element.value: (3 * taken, taken) for element in Element}
    types = [event.type for event in feedback.published()]
    assert types.count("asn.feedback.answer-submitted.v1") == taken
    # Under one key, the result comes after every answer that it counts.
    assert [name.split(".")[2] for name in types[-4:]] == [
        "index-published",
        "index-computed",
        "survey-closed",
        "unit-index-published",
    ]


def test_of_many_closings_one_succeeds(feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]) -> None:
    feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores)
    start = Barrier(CITIZENS)

    def close(_: int) -> int:
        start.wait()
        return int(feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure").status_code)

    with ThreadPoolExecutor(CITIZENS) as pool:
        statuses = sorted(pool.map(close, range(CITIZENS)))

    assert statuses == [201] + [409] * (CITIZENS - 1)


def test_an_answer_waits_for_a_closing_under_way_and_is_then_refused(
    feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]
) -> None:
    path = f"/v1/surveys/{survey_id}/answers"
    feedback.client().post(path, json=scores)
    answered = Event()

    def answer() -> Any:
        reply = feedback.client().post(path, json=scores)
        answered.set()
        return reply

    with ThreadPoolExecutor(1) as pool:
        with feedback.database.transaction() as session:
            close_survey(session, survey_id=survey_id, at=now())
            late = pool.submit(answer)
            waited = not answered.wait(0.3)
        reply = late.result()

    assert waited
    assert (reply.status_code, reply.json["code"]) == (409, "survey-closed")


def test_a_closing_waits_for_an_answer_under_way_and_counts_it(
    feedback: ServiceUnderTest, survey_id: UUID, answer: Callable[..., None]
) -> None:
    answer(survey_id, times=4)

    with ThreadPoolExecutor(1) as pool:
        with feedback.database.transaction() as session:
            submit_answer(session, survey_id=survey_id, scores={"WAKTU": 3}, respondent=Respondent(), at=now())
            closing = pool.submit(feedback.client("feedback:write").post, f"/v1/surveys/{survey_id}/closure")
            with pytest.raises(TimeoutError):
                closing.result(timeout=0.3)
        closed = closing.result()

    assert (closed.status_code, closed.json["index"]["respondents"]) == (201, 5)


def test_a_steady_stream_of_slow_answers_does_not_keep_a_closing_waiting(
    feedback: ServiceUnderTest, survey_id: UUID
) -> None:
    def answer_slowly_until_closed() -> int:
        taken = 0
        try:
            while True:
                with feedback.database.transaction() as session:
                    submit_answer(
                        session,
                        survey_id=survey_id,
                        scores={"WAKTU": 3},
                        respondent=Respondent(),
                        at=now(),
                    )
                    sleep(0.1)
                taken += 1
        except SurveyClosed:
            return taken

    with ThreadPoolExecutor(CITIZENS) as pool:
        citizens = []
        for _ in range(CITIZENS):
            citizens.append(pool.submit(answer_slowly_until_closed))
            sleep(0.1 / CITIZENS)  # one of them is always in the middle of an answer
        began = monotonic()
        closed = feedback.client("feedback:write").post(f"/v1/surveys/{survey_id}/closure")
        waited = monotonic() - began

    assert closed.json["index"]["respondents"] == sum(citizen.result() for citizen in citizens)
    assert waited < 2


def test_answers_do_not_wait_for_each_other(
    feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]
) -> None:
    with feedback.database.transaction() as session:
        surveys.for_answer(session, survey_id)

        reply = feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores)

    assert reply.status_code == 201
