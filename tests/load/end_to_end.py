"""The whole way on one machine: POST, outbox, relay, Kafka, consumer, effect; every role a process, as deployed."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import harness
import psutil
from harness import Row
from sqlalchemy import text

from asn_chassis.database import Database
from asn_chassis.kafka import topics
from asn_chassis.testing.kafka import Broker
from evaluation_service.app import SERVICE as EVALUATION

PORT = 8196
# Seconds: the broker's virtual machine is slow until it has compiled what is busy.
WARM_UP, STEADY = 15, 15
COMMITTED = """
    SELECT count(*) FROM outbox WHERE type = ANY(:types)
"""
# Positions of the newest events, and when the transaction of each event's effect committed: a row of the inbox is
# written once and never changed. No row says when an answer came; that is what the poster has noted.
NEWEST = "SELECT event_id FROM outbox ORDER BY seq DESC LIMIT :count"
CONSUMED = "SELECT event_id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 FROM inbox"


@dataclass(frozen=True)
class Deployment:
    """The processes and databases of a running pipeline."""

    feedback: Database
    evaluation: Database
    address: str
    path: str
    behind: tuple[psutil.Process, ...]

    def behind_the_api(self, *, running: bool) -> None:
        """Stop relay and consumer where they are, or let them go on."""
        for process in self.behind:
            (process.resume if running else process.suspend)()

    def post(self, *, rate: int, seconds: int) -> list[float]:
        """POST so many answers a second for so long; return when each was answered."""
        batch = harness.least_answers()
        count = rate * seconds // batch * batch
        return harness.post_steadily(f"http://{self.address}{self.path}", rate=rate, count=count)

    def committed(self) -> int:
        """Return how many events were committed for the consumer."""
        return _count(self.feedback, COMMITTED, types=list(EVALUATION.handlers))

    def consumed(self) -> int:
        """Return how many events had their effect."""
        return _count(self.evaluation, "SELECT count(*) FROM inbox")

    def drain(self) -> None:
        """Wait until every event had its effect."""
        deadline = time.monotonic() + 120
        while self.consumed() < (committed := self.committed()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{committed} events, {self.consumed()} consumed")
            time.sleep(0.1)

    def latencies(self, answered: list[float]) -> list[float]:
        """Wait for all effects; return seconds from answered to committed effect, for the events of these answers.

        Answers become events in batches: the one that fills a batch is answered when all of its events are committed.
        """
        self.drain()
        batch = harness.least_answers()
        full = answered[batch - 1 :: batch]
        consumed = dict(_rows(self.evaluation, CONSUMED))
        newest = [event_id for (event_id,) in _rows(self.feedback, NEWEST, count=len(answered))]
        return [consumed[event_id] - full[number // batch] for number, event_id in enumerate(reversed(newest))]


@contextmanager
def deployed(make: Callable[[str], str], broker: Broker) -> Iterator[Deployment]:
    """Run feedback's web and relay and evaluation's consumer, each in a process of its own."""
    declared = topics.declared(harness.ROOT / "deploy" / "topics.yaml")
    topics.ensure(broker.cluster, [topic.on_fewer_brokers(1) for topic in declared])
    feedback_url, evaluation_url = make("posted"), make("consumed")
    service, feedback = harness.service_on(feedback_url, "feedback")
    _, evaluation = harness.service_on(evaluation_url, "evaluation")
    *_, survey = harness.open_survey(service, feedback)
    with ExitStack() as stack:
        stack.callback(feedback.close)
        stack.callback(evaluation.close)
        address = stack.enter_context(harness.web(feedback_url, PORT))
        behind = (
            stack.enter_context(_role("feedback", "relay", feedback_url, broker)),
            stack.enter_context(_role("evaluation", "consume", evaluation_url, broker)),
        )
        yield Deployment(feedback, evaluation, address, f"/v1/surveys/{survey}/answers", behind)


def _role(service: str, role: str, url: str, broker: Broker) -> AbstractContextManager[psutil.Process]:
    environment = harness.environment(url) | {
        "ASN_EVENT_TRANSPORT": "kafka",
        "ASN_KAFKA_SERVERS": ",".join(broker.servers),
    }
    return harness.running(["flask", "--app", f"{service}_service.wsgi", role], environment)


def end_to_end(make: Callable[[str], str], broker: Broker, rounds: int, seconds: float) -> list[Row]:
    """Measure the latency at a steady rate, then POST alone and with everything behind it working."""
    with deployed(make, broker) as pipeline:
        pipeline.post(rate=100, seconds=WARM_UP)
        return [at_a_steady_rate(pipeline, 100, rounds), *at_saturation(pipeline, rounds, seconds)]


def at_a_steady_rate(pipeline: Deployment, rate: int, rounds: int) -> Row:
    """POST so many answers a second."""
    found = []
    for _ in range(rounds):
        answered = pipeline.post(rate=rate, seconds=STEADY)
        found.append(_quantiles(pipeline.latencies(answered)))
    return _latency(f"at {rate} events/s", found, limit=60)


def at_saturation(pipeline: Deployment, rounds: int, seconds: float) -> list[Row]:
    """POST as fast as answers are taken, in turns with nothing behind the API and with everything."""
    alone, together, kept_up = [], [], []
    for _ in range(rounds):
        pipeline.behind_the_api(running=False)
        alone.append(harness.hammer(pipeline.address, harness.answer(pipeline.path), seconds))
        pipeline.behind_the_api(running=True)
        pipeline.drain()
        committed, consumed = pipeline.committed(), pipeline.consumed()
        together.append(harness.hammer(pipeline.address, harness.answer(pipeline.path), seconds))
        kept_up.append((pipeline.consumed() - consumed) / (pipeline.committed() - committed))
        pipeline.drain()
    posts, limit = statistics.median(together), statistics.median(alone)
    return [
        (f"POST while all of the pipeline runs {posts:,.0f}/s, against POST alone {limit:,.0f}/s", posts / limit, 0.50),
        ("consumed while so many were committed, against committed", statistics.median(kept_up), 0.95),
    ]


def _latency(when: str, found: list[tuple[float, float]], *, limit: int) -> Row:
    """Return the line of the rounds' middle and 99th percentiles, in milliseconds, with a limit for the latter."""
    p50, p99 = map(statistics.median, zip(*found, strict=True))
    spread = f"{min(p99 for _, p99 in found):.0f} to {max(p99 for _, p99 in found):.0f}"
    what = f"commit to consumed {when}: p50 {p50:.0f} ms, p99 {p99:.0f} ms ({spread}); {limit} ms over p99"
    return (what, limit / p99, 1)


def _quantiles(waits: list[float]) -> tuple[float, float]:
    """Return the middle and the 99th percentile, in milliseconds."""
    p50, p99 = (harness.quantile(waits, share) * 1000 for share in (0.5, 0.99))
    return p50, p99


def _count(database: Database, query: str, **values: object) -> int:
    with database.transaction() as session:
        return int(session.scalar(text(query), values) or 0)


def _rows(database: Database, query: str, **values: object) -> Sequence[Any]:
    with database.transaction() as session:
        return session.execute(text(query), values).all()
