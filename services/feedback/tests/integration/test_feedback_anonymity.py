"""Nobody finds out when somebody answered; and no answer is lost or told twice for it."""

import json
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import DateTime, select, text
from sqlalchemy.exc import OperationalError

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.business_day import business_day, start_of
from feedback_service.domain.answer import Respondent
from feedback_service.persistence.tables import answers, metadata
from feedback_service.usecases.close_survey import close_survey
from feedback_service.usecases.submit_answer import submit_answer

TRACE = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "X-Correlation-Id": "citizen-0001"}


def told(feedback: ServiceUnderTest) -> list[Event]:
    return [event for event in feedback.published() if event.type == "asn.feedback.answer-submitted.v1"]


def batches_of(feedback: ServiceUnderTest) -> list[int]:
    """Return how many answers each transaction has told of."""
    query = text(
        "SELECT count(*) FROM outbox WHERE convert_from(payload, 'UTF8') LIKE '%answer-submitted%' GROUP BY xmin::text"
    )
    with feedback.database.transaction() as session:
        return list(session.scalars(query))


def in_order(scores: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(scores.items())


def submit(feedback: ServiceUnderTest, survey_id: UUID, **scores: int) -> None:
    with feedback.database.transaction() as session:
        submit_answer(session, survey_id=survey_id, scores=scores, respondent=Respondent(), at=now())


def submit_and_die(feedback: ServiceUnderTest, survey_id: UUID) -> None:
    """Answer, which makes a batch whole, and lose the connection before the commit."""
    with feedback.database.transaction() as dying:
        submit_answer(dying, survey_id=survey_id, scores={"WAKTU": 1}, respondent=Respondent(), at=now())
        process = dying.scalar(text("SELECT pg_backend_pid()"))
        with feedback.database.transaction() as session:
            session.execute(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})


def test_no_table_and_no_log_holds_the_moment_of_an_answer(
    feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    day = business_day(now())
    for number in range(7):
        headers = TRACE | {"Idempotency-Key": f"tap-{number}"}
        # Whoever brings a token is as unknown as anybody else.
        caller = feedback.client(*["feedback:write"] * (number % 2))
        taken = caller.post(f"/v1/surveys/{survey_id}/answers", json=scores, headers=headers)
        assert taken.status_code == 201
    with feedback.database.transaction() as session:
        close_survey(session, survey_id=survey_id, at=now())

    chassis = metadata.info["chassis"]
    with feedback.database.transaction() as session:
        outbox = chassis.outbox.c
        ids = [event.id for event in told(feedback)]
        rows = [
            *session.execute(select(answers)).all(),
            *session.execute(select(chassis.outbox).where(outbox.event_id.in_(ids))).all(),
            *session.execute(select(chassis.idempotency).where(chassis.idempotency.c.path.endswith("/answers"))).all(),
        ]
        about_answers = select(chassis.audit_record).where(chassis.audit_record.c.kind == "answers")
        assert session.execute(about_answers).all() == [], "an audit record has its instant"
    assert len(rows) == 3 * 7
    assert not any(isinstance(column.type, DateTime) for column in answers.columns)
    for row in rows:
        for value in row:
            assert not isinstance(value, UUID) or value == survey_id or value.version == 4, "an id with its instant"
            # The beginning of the day, or of the next one: the same for all.
            assert (
                not isinstance(value, datetime) or value.astimezone(start_of(day).tzinfo).time() == start_of(day).time()
            )
    # A line tells that somebody answered, never which survey, and nothing that stands in a row.
    lines = [json.dumps(record.__dict__, default=str) for record in caplog.records if "answers" in str(record.__dict__)]
    assert not any(str(row.id) in line or str(row.survey_id) in line for row in rows[:7] for line in lines)


def test_an_announced_answer_carries_its_day_alone(
    feedback: ServiceUnderTest, survey_id: UUID, scores: dict[str, Any]
) -> None:
    for _ in range(5):
        feedback.client().post(f"/v1/surveys/{survey_id}/answers", json=scores, headers=TRACE)

    day = business_day(now())
    events = told(feedback)

    assert len(events) == 5
    for event in events:
        assert (event.id.version, event.time, event.subject) == (4, start_of(day), f"surveys/{survey_id}")
        assert event.correlationid == str(uuid5(survey_id, day.isoformat()))
        wire = event.to_wire().decode()
        assert "traceparent" not in wire
        assert "causationid" not in wire
        assert "citizen-0001" not in wire


def test_the_order_of_the_events_is_not_that_of_the_answers(feedback: ServiceUnderTest, survey_id: UUID) -> None:
    # 40 answers that can be told apart by two elements, in batches of five: the same order by chance is (1/120)^8.
    expected = []
    for number in range(40):
        scores = {"WAKTU": number // 16 + 1, "BIAYA": number // 4 % 4 + 1, "SARANA": number % 4 + 1}
        expected.append(scores)
        submit(feedback, survey_id, **scores)

    seen = [event.data["scores"] for event in told(feedback)]

    assert seen != expected
    for start in range(0, 40, 5):
        batch, its_answers = seen[start : start + 5], expected[start : start + 5]
        assert sorted(batch, key=in_order) == sorted(its_answers, key=in_order)


def test_with_many_citizens_at_once_every_answer_is_told_exactly_once(
    feedback: ServiceUnderTest, survey_id: UUID, close: Callable[[UUID], Any]
) -> None:
    citizens, each = 8, 12
    start = Barrier(citizens)

    def answer(citizen: int) -> None:
        start.wait()
        for number in range(each):
            submit(feedback, survey_id, WAKTU=citizen % 4 + 1, BIAYA=citizen // 4 + 1, SARANA=number % 4 + 1)

    with ThreadPoolExecutor(citizens) as pool:
        list(pool.map(answer, range(citizens)))
    before, batches = len(told(feedback)), batches_of(feedback)
    closed = close(survey_id)

    events = told(feedback)
    given = Counter(
        (citizen % 4 + 1, citizen // 4 + 1, number % 4 + 1) for citizen in range(citizens) for number in range(each)
    )
    assert (
        Counter(tuple(event.data["scores"][code] for code in ("WAKTU", "BIAYA", "SARANA")) for event in events) == given
    )
    assert len({event.id for event in events}) == citizens * each
    assert closed.json["index"]["respondents"] == citizens * each
    # While the survey is open only what is part of a batch has been told, and most of it has.
    assert citizens * each / 2 < before == sum(batches)
    assert min(batches) >= 5


def test_answers_that_wait_are_told_with_the_next_or_at_the_closing(
    feedback: ServiceUnderTest, survey_id: UUID, answer: Callable[..., None], close: Callable[[UUID], Any]
) -> None:
    counts = []
    for _ in range(12):
        answer(survey_id, times=1)
        counts.append(len(told(feedback)))
    close(survey_id)

    assert counts == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10]
    assert len(told(feedback)) == 12


def test_an_answer_does_not_wait_for_one_that_is_telling_a_batch(feedback: ServiceUnderTest, survey_id: UUID) -> None:
    for _ in range(4):
        submit(feedback, survey_id, WAKTU=3)

    with feedback.database.transaction() as session:
        submit_answer(session, survey_id=survey_id, scores={"WAKTU": 3}, respondent=Respondent(), at=now())
        submit(feedback, survey_id, WAKTU=2)  # another connection: the batch is taken, this one waits its turn
    rest = [event.data["scores"]["WAKTU"] for event in told(feedback)]

    assert rest == [3] * 5


def test_a_death_in_the_middle_of_a_batch_loses_its_own_answer_alone(
    feedback: ServiceUnderTest, survey_id: UUID, close: Callable[[UUID], Any]
) -> None:
    for _ in range(4):
        submit(feedback, survey_id, WAKTU=3)

    with pytest.raises(OperationalError):
        submit_and_die(feedback, survey_id)
    after_death = told(feedback)
    submit(feedback, survey_id, WAKTU=4)
    closed = close(survey_id)

    assert after_death == []
    assert sorted(event.data["scores"]["WAKTU"] for event in told(feedback)) == [3, 3, 3, 3, 4]
    assert closed.json["index"]["respondents"] == 5
