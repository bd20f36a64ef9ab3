"""Speed as ratios, measured in one run: `make bench`. Medians of interleaved rounds; a single run proves nothing."""

import argparse
import json
import statistics
import time
from datetime import timedelta
from itertools import cycle
from threading import Event as StopSignal
from threading import Thread
from typing import Any
from uuid import uuid4

import harness
import httpx
import psycopg
from harness import Row
from imports import imports
from reads import reads
from sqlalchemy import select

from asn_chassis import outbox
from asn_chassis.clock import now
from asn_chassis.config import Config
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import SCOPE, FeedTransport
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing import Tokens
from asn_chassis.testing.memory import MemoryTransport
from asn_kernel.business_day import business_day

PORTS = (8194, 8195)
EVENT = b"x" * 900
# So few that all of them can answer: an adequate sample, and an adequate sample is what decides.
POPULATION = 10


def raw_inserts(url: str, survey: str, seconds: float) -> float:
    """Insert an answer and an outbox row per transaction, on one psycopg connection; return transactions per second."""
    row = "INSERT INTO answers (id, survey_id, scores, submitted_date, recorded) VALUES (%s, %s, %s, %s, true)"
    scores, day = json.dumps(dict.fromkeys(harness.ELEMENTS, 3)), business_day(now())
    columns = "(event_id, type, class, subject, key, payload)"
    event = f"INSERT INTO outbox {columns} VALUES (%s, 't', 'internal', 's', %s, %s)"  # noqa: S608 -- ours
    done, deadline = 0, time.monotonic() + seconds
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        while time.monotonic() < deadline:
            connection.execute(row, (uuid4(), survey, scores, day))
            connection.execute(event, (new_id(), survey, EVENT))
            connection.commit()
            done += 1
    return done / seconds


def posts(make: Any, rounds: int, seconds: float) -> list[Row]:
    """Compare POST with raw inserts, and with itself where answers are kept but become no events."""
    url = make("posts")
    service, database = harness.service_on(url, "feedback")
    *_, survey = harness.open_survey(service, database)
    answer = harness.answer(f"/v1/surveys/{survey}/answers")
    found: dict[str, list[float]] = {"raw": [], "with": [], "without": []}
    with (
        harness.contracts_without_events() as contracts,
        harness.web(url, PORTS[0]) as with_outbox,
        harness.web(url, PORTS[1], contracts) as without,
    ):
        for _ in range(rounds):
            found["raw"].append(raw_inserts(url, survey, seconds))
            found["with"].append(harness.hammer(with_outbox, answer, seconds))
            found["without"].append(harness.hammer(without, answer, seconds))
    database.close()
    show = {name: f"{statistics.median(v):,.0f}/s ({min(v):,.0f} to {max(v):,.0f})" for name, v in found.items()}
    middle = {name: statistics.median(values) for name, values in found.items()}
    return [
        (f"POST an answer {show['with']}, against two raw inserts {show['raw']}", middle["with"] / middle["raw"], 0.40),
        (
            f"the same, against POST of answers that become no events {show['without']}",
            middle["with"] / middle["without"],
            0.85,
        ),
    ]


def fill(database: Any, survey: str, unit: str, count: int) -> None:
    """Record answer events as the service does, without HTTP."""
    scores = {name: 2 if name == "PENGADUAN" else 3 for name in harness.ELEMENTS}
    for start in range(0, count, 500):
        with database.transaction() as session:
            for _ in range(start, min(start + 500, count)):
                outbox.record(session, _answered(survey, unit, scores))


def _answered(survey: str, unit: str, scores: dict[str, int]) -> Event:
    return harness.fact(
        "feedback.answer-submitted",
        "internal",
        survey,
        survey_id=survey,
        service_id=unit,
        unit_id=unit,
        scores=scores,
    )


class Stopwatch(FeedTransport):
    """The feed transport, noting when each event's effect was committed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.done: dict[int, float] = {}

    def acknowledge(self, records: Any) -> None:
        """Note the time: the transaction of these records has committed."""
        super().acknowledge(records)
        self.done.update(dict.fromkeys((record.position for record in records), time.time()))

    def after(self, position: int) -> list[int]:
        """Return the positions behind this one whose effect was committed."""
        return [done for done in self.done if done > position]


def pipeline(make: Any, count: int, rate: int, seconds: int) -> list[Row]:
    """Measure answers in to decisions out through the feed, the batch's gain, and the latency at a steady rate."""
    feedback, feedback_db = harness.service_on(make("feedback"), "feedback")
    evaluation, evaluation_db = harness.service_on(make("evaluation"), "evaluation")
    unit, public_service, survey = harness.open_survey(feedback, feedback_db, population=POPULATION)
    _staff(evaluation, evaluation_db, unit, public_service)
    tokens = Tokens()
    config = Config(env="test", database_url="postgresql+psycopg://", contracts_dir=harness.CONTRACTS, issuers={})
    feed_app = harness.service_app(feedback, config, feedback_db, tokens)
    client = httpx.Client(
        transport=httpx.WSGITransport(app=feed_app),
        base_url="http://feedback.test",
        headers={"Authorization": f"Bearer {tokens.mint('feedback', *SCOPE.split(), exp=int(time.time()) + 3_600)}"},
    )
    transport = Stopwatch(stream="asn.feedback.v1", client=client, database=evaluation_db, wait=timedelta(seconds=1))
    consumer = Consumer(database=evaluation_db, handlers=evaluation.handlers, transport=transport, stop=StopSignal())

    with harness.web(feedback_db.engine.url.render_as_string(hide_password=False), PORTS[0]) as address:
        fill(feedback_db, survey, unit, count)
        caller = feed_app.test_client()
        officer = f"Bearer {tokens.mint('feedback', 'feedback:write', 'feedback:integrity')}"
        bearer = {"Authorization": officer, "Idempotency-Key": "close"}
        harness.post_steadily(f"http://{address}/v1/surveys/{survey}/answers", rate=100, count=POPULATION)
        assert caller.post(f"/v1/surveys/{survey}/closure", headers=bearer).status_code == 201
        # So many equal answers of so few people are held.
        assert caller.post(f"/v1/surveys/{survey}/release", headers=bearer).status_code == 201
        started = time.perf_counter()
        consumer.drain()
        drained = count / (time.perf_counter() - started)
        decisions = _decisions(evaluation, evaluation_db)
        assert decisions, "the answers decided nothing: what was measured is not the whole way"
        latencies = _latencies(feedback, feedback_db, consumer, transport, address, rate, seconds)
    batched, single = _batch_and_single(evaluation, evaluation_db, survey, unit)
    p50, p99 = (harness.quantile(latencies, share) * 1000 for share in (0.5, 0.99))
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


def _staff(evaluation: Any, database: Any, unit: str, service: str) -> None:
    position = str(new_id())
    since = f"{business_day(now()).year}-01-01"
    standard = harness.fact(
        "employee.position-standard-set",
        "internal",
        position,
        position_id=position,
        unit_id=unit,
        title="Operator",
        job_level="OPERATOR",
        service_ids=[service],
        standard=[{"competency_code": "PELAYANAN_PUBLIK", "level": 3}],
        effective_date=since,
    )
    employees = [str(new_id()) for _ in range(20)]
    registered = [
        harness.fact(
            "employee.employee-registered",
            "personal",
            employee,
            employee_id=employee,
            position_id=position,
            unit_id=unit,
            employment="PNS",
            effective_date=since,
        )
        for employee in employees
    ]
    harness.deliver(evaluation, database, standard, *registered)


def _decisions(evaluation: Any, database: Any) -> int:
    table = evaluation.metadata.tables["training_needs"]
    with database.transaction() as session:
        return len(session.execute(select(table.c.id)).all())


def _latencies(  # noqa: PLR0917 -- all that it runs on
    feedback: Any, database: Any, consumer: Consumer, transport: Stopwatch, address: str, rate: int, seconds: int
) -> list[float]:
    """POST at a steady rate while the consumer runs; return seconds from answered to committed effect, for each event.

    Answers become events in batches: the one that fills a batch is answered when all of its events are committed.
    """
    *_, survey = harness.open_survey(feedback, database)
    path = f"http://{address}/v1/surveys/{survey}/answers"
    before = max(transport.done, default=0)
    stop = consumer._stop
    runner = Thread(target=consumer.run)
    runner.start()
    batch = harness.least_answers()
    count = rate * seconds // batch * batch
    answered = harness.post_steadily(path, rate=rate, count=count)
    table = feedback.metadata.info["chassis"].outbox.c
    deadline = time.monotonic() + 10
    while len(transport.after(before)) < count and time.monotonic() < deadline:
        time.sleep(0.05)
    stop.set()
    runner.join()
    with database.transaction() as session:
        newest = select(table.position).where(table.position > before).order_by(table.position.desc()).limit(count)
        positions = sorted(session.scalars(newest))
    full = answered[batch - 1 :: batch]
    return [transport.done[position] - full[number // batch] for number, position in enumerate(positions)]


def _batch_and_single(evaluation: Any, database: Any, survey: str, unit: str) -> tuple[float, float]:
    """Consume the same kind of events 200 a transaction and 1 a transaction, in alternating rounds."""
    found: dict[int, list[float]] = {200: [], 1: []}
    for _, page in zip(range(6), cycle((200, 1)), strict=False):
        transport = MemoryTransport(page=page)
        scores = dict.fromkeys(harness.ELEMENTS, 3)
        count = 4_000 if page > 1 else 800
        for _ in range(count):
            event = _answered(survey, unit, scores)
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
    options.add_argument("--units", type=int, default=20_000)
    chosen = options.parse_args()
    with harness.postgres() as make:
        rows = reads(make, chosen.rounds * 3, chosen.seconds / 4)
        rows += imports(make, chosen.units)
        rows += posts(make, chosen.rounds, chosen.seconds) + pipeline(make, chosen.answers, rate=100, seconds=10)
    harness.report(rows)


if __name__ == "__main__":
    main()
