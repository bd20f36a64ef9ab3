"""Which faults, in which order: made from the seed alone, so that a run can be had again."""

import random
from collections.abc import Iterator
from itertools import islice

from asn_chaos import cluster
from asn_chaos.faults import broker, consumers, crashes, database, messages, network
from asn_chaos.tally import Fault

# Each place is the worst moment of its role: between what is done and what says that it is done.
FAILPOINTS: tuple[Fault, ...] = (
    crashes.failpoint("feedback-web", "POST.done"),
    crashes.failpoint("feedback-web", "POST.committed"),
    crashes.failpoint("feedback-relay", "relay.read"),
    crashes.failpoint("feedback-relay", "relay.sent"),
    crashes.failpoint("evaluation-relay", "relay.sent"),
    crashes.failpoint("evaluation-consume", "consumer.applied"),
    crashes.failpoint("evaluation-consume", "consumer.committed"),
    crashes.failpoint("employee-consume", "consumer.committed"),
)
WITHOUT_KAFKA: tuple[Fault, ...] = (
    crashes.crash_of("web"),
    crashes.crash_of_a_worker,
    database.killed_sessions,
    database.crash_of_a_database,
    database.disk_full,
)
ALL: tuple[Fault, ...] = (
    *FAILPOINTS,
    broker.stall_of_the_broker(WITHOUT_KAFKA),
    crashes.crash_of("relay"),
    crashes.crash_of("consume"),
    crashes.crash_of("work"),
    crashes.crash_of("web"),
    crashes.crash_of_a_worker,
    broker.crash_of_the_broker,
    broker.broker_absent,
    database.crash_of_a_database,
    database.killed_sessions,
    consumers.offsets_to_zero,
    consumers.rebalance_storm,
    network.network_cut,
    database.disk_full,
    crashes.polite_stop,
    messages.poison,
    messages.flood(10),
    messages.flood(70),
    messages.parked,
    messages.backwards,
    messages.truncated,
    network.database_cut,
    broker.hiccup_of_the_broker,
    consumers.frozen_consumer,
    crashes.storm_of_starts,
)
# One of each kind, for every change; all of them run in `make chaos`.
SHORT: tuple[Fault, ...] = (
    crashes.failpoint("feedback-relay", "relay.sent"),
    crashes.failpoint("evaluation-consume", "consumer.committed"),
    crashes.crash_of("web"),
    broker.crash_of_the_broker,
    consumers.offsets_to_zero,
    database.killed_sessions,
    network.network_cut,
    messages.poison,
    messages.backwards,
)
CLUSTER: tuple[Fault, ...] = (
    *cluster.FAULTS,
    crashes.crash_of("relay"),
    crashes.crash_of("consume"),
    network.network_cut,
)


def once(plan: tuple[Fault, ...], seed: int) -> list[Fault]:
    """Return every fault of the plan once, in the order that the seed gives."""
    return list(islice(again_and_again(plan, seed), len(plan)))


def again_and_again(plan: tuple[Fault, ...], seed: int) -> Iterator[Fault]:
    """Yield every fault of the plan in an order of chance, then in another one, without end."""
    chance = random.Random(seed)  # noqa: S311 -- replayable, not secret
    while True:
        yield from chance.sample(plan, len(plan))
