"""What the databases and the topics hold, read by PostgreSQL's and Kafka's own tools and none of our code."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from asn_chaos.stack import SERVICES, Stack
from asn_chaos.topic import Messages, all_messages

# What each service says it listens to. Written down here once more, so that a subscription that got lost is found.
LISTENS: dict[str, frozenset[str]] = {
    "employee": frozenset(
        {
            "asn.evaluation.evaluation-finalised.v1",
            "asn.training.training-completed.v1",
            "asn.feedback.public-service-registered.v1",
        }
    ),
    "training": frozenset(
        {
            "asn.employee.employee-registered.v1",
            "asn.evaluation.training-need-identified.v1",
            "asn.evaluation.training-need-confirmed.v1",
            "asn.evaluation.training-need-withdrawn.v1",
            "asn.evaluation.training-need-met.v1",
            "asn.employee.competency-level-recorded.v1",
            "asn.employee.competency-defined.v1",
            "asn.employee.unit-registered.v1",
            "asn.employee.unit-revised.v1",
            "asn.employee.unit-withdrawn.v1",
            "asn.employee.employee-corrected.v1",
            "asn.employee.employee-assigned.v1",
            "asn.employee.login-linked.v1",
            "asn.employee.login-unlinked.v1",
        }
    ),
    "evaluation": frozenset(
        {
            "asn.employee.unit-registered.v1",
            "asn.employee.unit-revised.v1",
            "asn.employee.unit-withdrawn.v1",
            "asn.employee.employee-corrected.v1",
            "asn.employee.competency-defined.v1",
            "asn.employee.login-linked.v1",
            "asn.employee.login-unlinked.v1",
            "asn.employee.position-standard-set.v1",
            "asn.employee.employee-registered.v1",
            "asn.employee.employee-assigned.v1",
            "asn.employee.competency-level-recorded.v1",
            "asn.feedback.survey-opened.v1",
            "asn.feedback.survey-closed.v1",
            "asn.feedback.survey-withdrawn.v1",
            "asn.feedback.answer-submitted.v1",
            "asn.feedback.index-published.v1",
            "asn.feedback.unit-index-published.v1",
            "asn.training.training-completed.v1",
        }
    ),
    "feedback": frozenset(
        {
            "asn.employee.unit-registered.v1",
            "asn.employee.unit-revised.v1",
            "asn.employee.unit-withdrawn.v1",
            "asn.employee.employee-registered.v1",
            "asn.employee.employee-assigned.v1",
            "asn.employee.login-linked.v1",
            "asn.employee.login-unlinked.v1",
        }
    ),
}
OUTBOX = """
    SELECT position, event_id, key, type FROM outbox ORDER BY position
"""


@dataclass(frozen=True)
class Sent:
    """One row of an outbox."""

    position: int
    id: str
    key: str
    type: str


@dataclass(frozen=True)
class Evidence:
    """Outboxes and inboxes by service, and the ids in each topic by key, in the order of first delivery."""

    outbox: dict[str, list[Sent]]
    inbox: dict[str, set[str]]
    topic: dict[str, dict[str, list[str]]]
    published_twice: dict[str, dict[str, int]]
    dead: dict[str, int]

    @property
    def events(self) -> int:
        """How many events were committed."""
        return sum(map(len, self.outbox.values()))

    def expected(self, consumer: str) -> set[str]:
        """Return the ids that a service must have handled: of all outboxes, those it listens to."""
        return {event.id for sent in self.outbox.values() for event in sent if event.type in LISTENS[consumer]}


def gather(stack: Stack, truncated: Mapping[str, Messages]) -> Evidence:
    """Read everything, after the system has drained; what topics have lost is as it was before they lost it."""
    topics = {service: truncated.get(service, {}) | all_messages(stack, service) for service in SERVICES}
    return Evidence(
        outbox={service: outbox(stack, service) for service in SERVICES},
        inbox={service: inbox(stack, service) for service in SERVICES},
        topic={service: first_deliveries(found) for service, found in topics.items()},
        published_twice={service: repeated(found) for service, found in topics.items()},
        dead={service: dead_letters(stack, service) for service in SERVICES},
    )


def outbox(stack: Stack, service: str) -> list[Sent]:
    """Return a service's outbox in the order of its log."""
    return [Sent(int(position or 0), *rest) for position, *rest in stack.sql(service, OUTBOX)]


def inbox(stack: Stack, service: str) -> set[str]:
    """Return the ids that a service has handled."""
    return {event_id for (event_id,) in stack.sql(service, "SELECT event_id FROM inbox")}


def dead_letters(stack: Stack, service: str) -> int:
    """Return how many messages a service has set aside and not handled since, for themselves or behind another."""
    return int(stack.sql(service, "SELECT count(*) FROM dead_letter WHERE state <> 'RESOLVED'")[0][0])


def first_deliveries(found: Messages) -> dict[str, list[str]]:
    """Return the ids of each key in the order in which a partition first has them."""
    by_key: dict[str, dict[str, None]] = defaultdict(dict)
    for key, event_id in _in_order(found):
        by_key[key].setdefault(event_id)
    return {key: list(ids) for key, ids in by_key.items()}


def repeated(found: Messages) -> dict[str, int]:
    """Return how often more than once each id is there, where it is."""
    times = Counter(event_id for _, event_id in _in_order(found))
    return {event_id: count - 1 for event_id, count in times.items() if count > 1}


def _in_order(found: Messages) -> Iterator[tuple[str, str]]:
    """Yield (key, event id) for each message that is an event, not poison, in the order of each partition."""
    for _, (key, event_id) in sorted(found.items()):
        if event_id is not None:
            yield key, event_id
