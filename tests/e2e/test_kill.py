"""Processes are killed under load; every answer that was accepted counts once, every decision exists once."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import psutil
import psycopg
import pytest

from asn_local import postgres
from asn_local.processes import alive
from asn_local.programs import loop_settings
from asn_local.readiness import unready
from asn_local.stack import Stack
from asn_local.tokens import token_of
from asn_loop.client import Json
from asn_loop.config import Config
from asn_loop.data import answers
from asn_loop.period import periods_of
from asn_loop.rounds import Round, opened
from asn_loop.saying import silent
from asn_loop.steps import appraisal, survey, units
from asn_loop.steps.staff import register_staff
from asn_loop.waiting import until

pytestmark = pytest.mark.slow

SEED = 20261124
WRITERS = 4
# A web role loses its master or one of its workers; a consumer is one process.
VICTIMS = ("web-feedback", "consume-evaluation", "web-evaluation", "consume-training", "web-training") * 2
TODAY = (datetime.now(UTC) + timedelta(hours=7)).date()
PATIENCE = 90.0
OFFICER = "inspector"
CREATED = 201


@contextmanager
def client(stack: Stack) -> Iterator[Round]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (loop_settings(stack.config) | {"ASN_LOOP_PATIENCE": str(PATIENCE)}).items():
            patch.setenv(name, value)
        config = Config.from_environment()
    with opened(config, periods_of(TODAY)[0], TODAY, silent) as loop:
        yield loop


def kill_each_in_turn(stack: Stack, done: threading.Event) -> list[str]:
    """Kill a victim, wait until the stack is well again, take the next; then say that it is over."""
    chance, killed = random.Random(SEED), []  # noqa: S311 -- a replayable order, no secret
    try:
        for name in chance.sample(VICTIMS, len(VICTIMS)):
            parent = psutil.Process(pid_of(stack, name))
            victim = chance.choice([parent, *parent.children()])
            victim.kill()
            killed.append(name)
            until(f"{name} coming back", partial(is_back, stack, name, victim), patience=PATIENCE, say=silent)
    finally:
        done.set()
    return killed


def pid_of(stack: Stack, name: str) -> int:
    return next(int(str(each["pid"])) for each in stack.supervisor.programs() if each["name"] == name)


def is_back(stack: Stack, name: str, victim: psutil.Process) -> bool:
    return not alive(victim) and pid_of(stack, name) != victim.pid and not unready(stack.config, stack.supervisor)


def answer_until(done: threading.Event, loop: Round, survey_id: str, writer: int) -> int:
    """Hand in answers, each under its own key and again until it is accepted; give how many were."""
    accepted = 0
    published_answers = answers()
    while not done.is_set() or accepted < len(published_answers):
        _, scores = published_answers[accepted % len(published_answers)]
        loop.feedback.post(
            f"/surveys/{survey_id}/answers", {"scores": scores}, key=f"writer-{writer}-answer-{accepted}"
        )
        accepted += 1
    return accepted


def rows(stack: Stack, service: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    url = postgres.url(stack.state.postgres_socket, service).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode(), values).fetchall()


def published(stack: Stack, service: str, event_type: str, id_field: str) -> Counter[object]:
    """How often each fact left the service."""
    events = "SELECT convert_from(payload, 'UTF8')::jsonb AS event FROM outbox"
    statement = f"SELECT event -> 'data' ->> %s FROM ({events}) WHERE event ->> 'type' = %s"  # noqa: S608 -- constants
    return Counter(row[0] for row in rows(stack, service, statement, id_field, event_type))


@pytest.fixture(scope="module")
def survived(local_stack: Stack) -> Iterator[tuple[Stack, Round, Json, int]]:
    """Kill through a whole survey and through its evaluations; give what was accepted."""
    with client(local_stack) as loop, ThreadPoolExecutor(WRITERS + 1) as pool:
        known = units.register_units(loop)
        services = survey.public_services(loop, known)
        staff = register_staff(loop, known, services)
        service = services[loop.scenario.surveyed.code]
        opened_survey = loop.feedback.post("/surveys", {"service_id": service["id"], "period": loop.period})
        accepted = kill_while(local_stack, pool, loop, opened_survey["id"])
        loop.feedback.post(f"/surveys/{opened_survey['id']}/closure")
        release_what_is_held(local_stack, loop, opened_survey["id"])
        survey.taken_up(loop, opened_survey["id"])
        done = threading.Event()
        killing = pool.submit(kill_each_in_turn, local_stack, done)
        appraisal.evaluate(loop, staff)
        appraisal.confirm(loop, appraisal.needs(loop))
        killing.result()
        yield local_stack, loop, opened_survey, accepted


def release_what_is_held(stack: Stack, loop: Round, survey_id: str) -> None:
    """So many answers on one day hold the index, until an officer has looked."""
    token = token_of(stack.config.url("issuer"), OFFICER)
    answer = httpx.post(
        f"{stack.config.url('feedback')}/v1/surveys/{survey_id}/release",
        headers={
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": survey_id,
            "X-Correlation-Id": loop.correlation_id,
        },
    )
    assert answer.status_code == CREATED, answer.text


def kill_while(stack: Stack, pool: ThreadPoolExecutor, loop: Round, survey_id: str) -> int:
    done = threading.Event()
    killing = pool.submit(kill_each_in_turn, stack, done)
    writing = [pool.submit(answer_until, done, loop, survey_id, writer) for writer in range(WRITERS)]
    accepted = sum(each.result() for each in writing)
    assert sorted(killing.result()) == sorted(VICTIMS)
    return accepted


def test_every_accepted_answer_is_in_the_index_once(survived: tuple[Stack, Round, Json, int]) -> None:
    stack, loop, opened_survey, accepted = survived

    (index,) = loop.feedback.items("/satisfaction-indices", survey_id=opened_survey["id"])

    kept = rows(stack, "feedback", "SELECT count(*) FROM answers WHERE survey_id = %s", opened_survey["id"])
    assert kept == [(accepted,)]
    assert index["respondents"] == accepted
    assert published(stack, "feedback", "asn.feedback.answer-submitted.v1", "survey_id") == {
        opened_survey["id"]: accepted
    }


def test_evaluation_has_counted_every_answer_once(survived: tuple[Stack, Round, Json, int]) -> None:
    _, loop, opened_survey, accepted = survived
    path = f"/service-indices/{opened_survey['id']}"

    def counted() -> bool:
        return bool(loop.evaluation.get(path)["running"]["answers"] == accepted)

    until("every answer being counted", counted, patience=PATIENCE, say=silent)
    taken_up = loop.evaluation.get(path)
    published_values = {each["element"]: each["nrr"] for each in taken_up["elements"]}
    assert taken_up["running"]["averages"] == published_values


def test_every_decision_exists_once(survived: tuple[Stack, Round, Json, int]) -> None:
    stack, loop, opened_survey, _ = survived

    needs = appraisal.needs(loop)
    incentives = appraisal.incentives(loop)
    asked = appraisal.improvements(loop, opened_survey["id"])

    whose = Counter((need["employee_id"], need["competency_code"], need["cause_id"]) for need in needs)
    assert set(whose.values()) == {1}
    assert set(Counter(each["evaluation_id"] for each in incentives).values()) == {1}
    assert set(Counter(each["element"] for each in asked).values()) == {1}
    identified = published(stack, "evaluation", "asn.evaluation.training-need-identified.v1", "need_id")
    assert identified == Counter(need["id"] for need in needs)
    registered = rows(
        stack, "training", "SELECT id::text FROM training_needs WHERE correlation_id = %s", loop.correlation_id
    )
    assert Counter(row[0] for row in registered) == identified


def test_nothing_is_left_in_the_dead_letters(survived: tuple[Stack, Round, Json, int]) -> None:
    stack, *_ = survived
    for service in ("employee", "feedback", "evaluation", "training"):
        assert rows(stack, service, "SELECT id FROM dead_letter") == []
