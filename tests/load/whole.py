"""The whole way on one machine: POST, outbox, relay, Kafka, consumer, effect; every role a process, as deployed."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from uuid import UUID

import ground
import httpx
import psutil
from ground import Row
from sqlalchemy import text

from asn_chassis.database import Database
from asn_chassis.kafka import topics
from asn_chassis.testing.kafka import Broker

PORT = 8196
# Seconds: the broker's virtual machine is slow until it has compiled what is busy.
WARM_UP, STEADY = 15, 15
# Both databases live in one server, and what is read is when each transaction committed: the row of an answer and the
# row of the inbox are written once and never changed.
COMMITTED = """
    SELECT o.event_id, extract(epoch FROM pg_xact_commit_timestamp(a.xmin))::float8
    FROM outbox o JOIN answers a ON a.id = (convert_from(o.payload, 'UTF8')::jsonb -> 'data' ->> 'answer_id')::uuid
"""
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

    def post(self, *, rate: int, seconds: int) -> None:
        """POST so many answers a second for so long."""
        with httpx.Client(headers={"Content-Type": "application/json"}) as client:
            begun = time.monotonic()
            for number in range(rate * seconds):
                time.sleep(max(0.0, begun + number / rate - time.monotonic()))
                client.post(f"http://{self.address}{self.path}", content=ground.BODY).raise_for_status()

    def posted(self) -> int:
        """Return how many answers were taken."""
        return _count(self.feedback, "SELECT count(*) FROM answers")

    def consumed(self) -> int:
        """Return how many events had their effect."""
        return _count(self.evaluation, "SELECT count(*) FROM inbox")

    def drain(self) -> None:
        """Wait until every answer had its effect."""
        deadline = time.monotonic() + 120
        while self.consumed() < self.posted():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.posted()} answers, {self.consumed()} consumed")
            time.sleep(0.1)

    def latencies(self, since: float) -> list[float]:
        """Wait for all effects; return seconds from commit to committed effect, for the answers since then."""
        self.drain()
        consumed = dict(_rows(self.evaluation, CONSUMED))
        return [consumed[event_id] - at for event_id, at in _rows(self.feedback, COMMITTED) if at > since]


@contextmanager
def deployed(make: Callable[[str], str], broker: Broker) -> Iterator[Deployment]:
    """Run feedback's web and relay and evaluation's consumer, each in a process of its own."""
    declared = topics.declared(ground.ROOT / "deploy" / "topics.yaml")
    topics.ensure(broker.servers, [topic.on_fewer_brokers(1) for topic in declared])
    feedback_url, evaluation_url = make("whole_feedback"), make("whole_evaluation")
    service, feedback = ground.service_on(feedback_url, "feedback")
    _, evaluation = ground.service_on(evaluation_url, "evaluation")
    _, survey = ground.open_survey(service, feedback)
    with ExitStack() as stack:
        stack.callback(feedback.close)
        stack.callback(evaluation.close)
        address = stack.enter_context(ground.web(feedback_url, PORT))
        behind = (
            stack.enter_context(_role("feedback", "relay", feedback_url, broker)),
            stack.enter_context(_role("evaluation", "consume", evaluation_url, broker)),
        )
        yield Deployment(feedback, evaluation, address, f"/v1/surveys/{survey}/answers", behind)


def _role(service: str, role: str, url: str, broker: Broker) -> AbstractContextManager[psutil.Process]:
    environment = ground.environment(url) | {
        "ASN_EVENT_TRANSPORT": "kafka",
        "ASN_KAFKA_SERVERS": ",".join(broker.servers),
    }
    return ground.running(["flask", "--app", f"{service}_service.wsgi", role], environment)


def whole(make: Callable[[str], str], broker: Broker, rounds: int, seconds: float) -> list[Row]:
    """Measure the latency at a steady rate, then POST alone and with everything behind it working."""
    with deployed(make, broker) as pipeline:
        pipeline.post(rate=100, seconds=WARM_UP)
        return [at_a_steady_rate(pipeline, 100, rounds), *at_saturation(pipeline, rounds, seconds)]


def at_a_steady_rate(pipeline: Deployment, rate: int, rounds: int) -> Row:
    """POST so many answers a second."""
    found = []
    for _ in range(rounds):
        begun = time.time()
        pipeline.post(rate=rate, seconds=STEADY)
        found.append(_quantiles(pipeline.latencies(begun)))
    return _latency(f"at {rate} events/s", found, limit=60)


def at_saturation(pipeline: Deployment, rounds: int, seconds: float) -> list[Row]:
    """POST as fast as answers are taken, in turns with nothing behind the API and with everything."""
    alone, together, kept_up, waits = [], [], [], []
    for _ in range(rounds):
        pipeline.behind_the_api(running=False)
        alone.append(ground.hammer(pipeline.address, pipeline.path, seconds))
        pipeline.behind_the_api(running=True)
        pipeline.drain()
        begun, posted, consumed = time.time(), pipeline.posted(), pipeline.consumed()
        together.append(ground.hammer(pipeline.address, pipeline.path, seconds))
        kept_up.append((pipeline.consumed() - consumed) / (pipeline.posted() - posted))
        waits.append(_quantiles(pipeline.latencies(begun)))
    posts, limit = statistics.median(together), statistics.median(alone)
    return [
        (f"POST while all of the pipeline runs {posts:,.0f}/s, against POST alone {limit:,.0f}/s", posts / limit, 0.50),
        ("consumed while so many were posted, against posted", statistics.median(kept_up), 0.95),
        _latency("meanwhile", waits, limit=200),
    ]


def _latency(when: str, found: list[tuple[float, float]], *, limit: int) -> Row:
    """Return the line of the rounds' middle and 99th percentiles, in milliseconds, with a limit for the latter."""
    p50, p99 = map(statistics.median, zip(*found, strict=True))
    spread = f"{min(p99 for _, p99 in found):.0f} to {max(p99 for _, p99 in found):.0f}"
    what = f"commit to consumed {when}: p50 {p50:.0f} ms, p99 {p99:.0f} ms ({spread}); {limit} ms over p99"
    return (what, limit / p99, 1)


def _quantiles(waits: list[float]) -> tuple[float, float]:
    """Return the middle and the 99th percentile, in milliseconds."""
    p50, p99 = (ground.quantile(waits, share) * 1000 for share in (0.5, 0.99))
    return p50, p99


def _count(database: Database, query: str) -> int:
    with database.transaction() as session:
        return int(session.scalar(text(query)) or 0)


def _rows(database: Database, query: str) -> list[tuple[UUID, float]]:
    with database.transaction() as session:
        return [(event_id, at) for event_id, at in session.execute(text(query))]
