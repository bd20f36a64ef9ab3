"""Speed as ratios, measured in one run: `make bench`. Medians of interleaved rounds; a single run proves nothing."""

import argparse
import statistics
import time
from datetime import timedelta
from itertools import cycle
from threading import Event as StopSignal
from threading import Thread
from typing import Any

import ground
import httpx
import psycopg
from ground import Row
from sqlalchemy import select

from asn_chassis import outbox
from asn_chassis.clock import now
from asn_chassis.config import Config
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import FeedTransport
from asn_chassis.ids import new_id
from asn_chassis.testing import Tokens
from asn_chassis.testing.memory import MemoryTransport

PORTS = (8194, 8195)
EVENT = b"x" * 900


def raw_inserts(url: str, survey: str, seconds: float) -> float:
    """Insert an answer and an outbox row per transaction, on one psycopg connection; return transactions per second."""
    columns = ", ".join(name.lower() for name in ground.ELEMENTS)
    row = f"INSERT INTO answers (id, survey_id, {columns}, submitted_at) VALUES (%s, %s, {'3,' * 9} %s)"  # noqa: S608
    event = (
        "INSERT INTO outbox (event_id, type, class, subject, key, payload) VALUES (%s, 't', 'internal', 's', %s, %s)"
    )
    done, deadline = 0, time.monotonic() + seconds
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        while time.monotonic() < deadline:
            connection.execute(row, (new_id(), survey, now()))
            connection.execute(event, (new_id(), survey, EVENT))
            connection.commit()
            done += 1
    return done / seconds


def posts(make: Any, rounds: int, seconds: float) -> list[Row]:
    """Compare POST with raw inserts, and with itself without the outbox."""
    url = make("posts")
    service, database = ground.service_on(url, "feedback")
    _, survey = ground.open_survey(service, database)
    path = f"/v1/surveys/{survey}/answers"
    found: dict[str, list[float]] = {"raw": [], "with": [], "without": []}
    with ground.web(url, PORTS[0]) as with_outbox, ground.web(url, PORTS[1], "without_outbox:app") as without:
        for _ in range(rounds):
            found["raw"].append(raw_inserts(url, survey, seconds))
            found["with"].append(ground.hammer(with_outbox, path, seconds))
            found["without"].append(ground.hammer(without, path, seconds))
    database.close()
    show = {name: f"{statistics.median(v):,.0f}/s ({min(v):,.0f} to {max(v):,.0f})" for name, v in found.items()}
    middle = {name: statistics.median(values) for name, values in found.items()}
    return [
        (f"POST an answer {show['with']}, against two raw inserts {show['raw']}", middle["with"] / middle["raw"], 0.40),
        (f"the same, against POST without the outbox row {show['without']}", middle["with"] / middle["without"], 0.85),
    ]


def fill(database: Any, survey: str, unit: str, count: int) -> None:
    """Record answer events as the service does, without HTTP."""
    scores = {name: 2 if name == "PENGADUAN" else 3 for name in ground.ELEMENTS}
    for start in range(0, count, 500):
        with database.transaction() as session:
            for _ in range(start, min(start + 500, count)):
                answer = str(new_id())
                event = ground.fact(
                    "feedback.answer-submitted",
                    "internal",
                    survey,
                    answer_id=answer,
                    survey_id=survey,
                    service_id=str(new_id()),
                    unit_id=unit,
                    scores=scores,
                    submitted_at=now(),
                )
                outbox.record(session, event)


class Stopwatch(FeedTransport):
    """The feed transport, noting when each event's effect was committed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.done: dict[int, float] = {}

    def acknowledge(self, records: Any) -> None:
        """Note the time: the transaction of these records has committed."""
        super().acknowledge(records)
        self.done.update(dict.fromkeys((record.position for record in records), time.time()))


def pipeline(make: Any, count: int, rate: int, seconds: int) -> list[Row]:
    """Measure answers in to decisions out through the feed, the batch's gain, and the latency at a steady rate."""
    feedback, feedback_db = ground.service_on(make("feedback"), "feedback")
    evaluation, evaluation_db = ground.service_on(make("evaluation"), "evaluation")
    unit, survey = ground.open_survey(feedback, feedback_db)
    _staff(evaluation, evaluation_db, unit)
    tokens = Tokens()
    config = Config(env="test", database_url="postgresql+psycopg://", contracts_dir=ground.CONTRACTS, issuers={})
    feed_app = ground.service_app(feedback, config, feedback_db, tokens)
    client = httpx.Client(
        transport=httpx.WSGITransport(app=feed_app),
        base_url="http://feedback.test",
        headers={"Authorization": f"Bearer {tokens.mint('feedback', 'events:read', exp=int(time.time()) + 3_600)}"},
    )
    transport = Stopwatch(stream="asn.feedback.v1", client=client, database=evaluation_db, wait=timedelta(seconds=1))
    consumer = Consumer(database=evaluation_db, handlers=evaluation.handlers, transport=transport, stop=StopSignal())

    with ground.web(feedback_db.engine.url.render_as_string(hide_password=False), PORTS[0]) as address:
        fill(feedback_db, survey, unit, count)
        caller = feed_app.test_client()
        bearer = {"Authorization": f"Bearer {tokens.mint('feedback', 'feedback:write')}", "Idempotency-Key": "close"}
        _one_answer(address, survey)
        assert caller.post(f"/v1/surveys/{survey}/closure", headers=bearer).status_code == 201
        started = time.perf_counter()
        consumer.drain()
        drained = count / (time.perf_counter() - started)
        decisions = _decisions(evaluation, evaluation_db)
        latencies = _latencies(feedback, feedback_db, consumer, transport, address, rate, seconds)
    batched, single = _batch_and_single(evaluation, evaluation_db, survey, unit)
    p50, p99 = (ground.quantile(latencies, share) * 1000 for share in (0.5, 0.99))
    return [
        (
            f"answers in to {decisions} decisions out, through the feed: {drained:,.0f} answers/s; against POST",
            drained,
            0,
        ),
        (
            f"consuming in batches {batched:,.0f}/s, against one event a transaction {single:,.0f}/s",
            batched / single,
            5,
        ),
        (
            f"commit to consumed at {rate} events/s: p50 {p50:.0f} ms, p99 {p99:.0f} ms; limit 55 ms over p99",
            55 / p99,
            1,
        ),
    ]


def _staff(evaluation: Any, database: Any, unit: str) -> None:
    position = str(new_id())
    standard = [{"competency_code": "PELAYANAN_PUBLIK", "level": 3}]
    more = {"title": "Operator", "job_level": "OPERATOR", "serves_public": True, "effective_date": "2026-01-01"}
    events = [
        ground.fact("employee.position-standard-set", "internal", position, unit_id=unit, standard=standard, **more)
    ]
    events += [
        ground.fact(
            "employee.employee-registered",
            "personal",
            str(new_id()),
            position_id=position,
            unit_id=unit,
            employment="PNS",
        )
        for _ in range(20)
    ]
    ground.deliver(evaluation, database, *events)


def _one_answer(address: str, survey: str) -> None:
    httpx.post(
        f"http://{address}/v1/surveys/{survey}/answers",
        content=ground.BODY,
        headers={"Content-Type": "application/json"},
    ).raise_for_status()


def _decisions(evaluation: Any, database: Any) -> int:
    table = evaluation.metadata.tables["training_needs"]
    with database.transaction() as session:
        return len(session.execute(select(table.c.id)).all())


def _latencies(  # noqa: PLR0917 -- all of the ground it stands on
    feedback: Any, database: Any, consumer: Consumer, transport: Stopwatch, address: str, rate: int, seconds: int
) -> list[float]:
    """POST at a steady rate while the consumer runs; return seconds from each record to its committed effect."""
    _, survey = ground.open_survey(feedback, database)
    path = f"http://{address}/v1/surveys/{survey}/answers"
    before = max(transport.done, default=0)
    stop = consumer._stop
    runner = Thread(target=consumer.run)
    runner.start()
    with httpx.Client(headers={"Content-Type": "application/json"}) as client:
        begun = time.monotonic()
        for number in range(rate * seconds):
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            client.post(path, content=ground.BODY).raise_for_status()
    table = feedback.metadata.info["chassis"].outbox.c
    with database.transaction() as session:
        rows = session.execute(select(table.position, table.created_at).where(table.position > before)).all()
    deadline = time.monotonic() + 10
    while any(row.position not in transport.done for row in rows) and time.monotonic() < deadline:
        time.sleep(0.05)
    stop.set()
    runner.join()
    return [transport.done[row.position] - row.created_at.timestamp() for row in rows if row.position in transport.done]


def _batch_and_single(evaluation: Any, database: Any, survey: str, unit: str) -> tuple[float, float]:
    """Consume the same kind of events 200 a transaction and 1 a transaction, in alternating rounds."""
    found: dict[int, list[float]] = {200: [], 1: []}
    for _, page in zip(range(6), cycle((200, 1)), strict=False):
        transport = MemoryTransport(page=page)
        scores = dict.fromkeys(ground.ELEMENTS, 3)
        count = 4_000 if page > 1 else 800
        for _ in range(count):
            more = {"answer_id": str(new_id()), "survey_id": survey, "service_id": unit, "unit_id": unit}
            event = ground.fact(
                "feedback.answer-submitted", "internal", survey, scores=scores, submitted_at=now(), **more
            )
            transport.put(event.to_wire(), key=event.key)
        consumer = Consumer(database=database, handlers=evaluation.handlers, transport=transport, stop=StopSignal())
        started = time.perf_counter()
        consumer.drain()
        found[page].append(count / (time.perf_counter() - started))
    return statistics.median(found[200]), statistics.median(found[1])


def main() -> None:
    """Run the benches and print each ratio beside its goal."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=4.0)
    options.add_argument("--answers", type=int, default=5_000)
    chosen = options.parse_args()
    with ground.postgres() as make:
        rows = posts(make, chosen.rounds, chosen.seconds) + pipeline(make, chosen.answers, rate=100, seconds=10)
    ground.report(rows)


if __name__ == "__main__":
    main()
