"""Which faults, in which order: made from the seed alone, so that a run can be had again."""

import random
from collections.abc import Iterator
from itertools import islice

from asn_chaos import cluster, faults
from asn_chaos.faults import Fault

# Each place is the worst moment of its role: between what is done and what says that it is done.
FAILPOINTS: tuple[Fault, ...] = (
    faults.failpoint("feedback-web", "POST.done"),
    faults.failpoint("feedback-web", "POST.committed"),
    faults.failpoint("feedback-relay", "relay.read"),
    faults.failpoint("feedback-relay", "relay.sent"),
    faults.failpoint("evaluation-relay", "relay.sent"),
    faults.failpoint("evaluation-consume", "consumer.applied"),
    faults.failpoint("evaluation-consume", "consumer.committed"),
    faults.failpoint("employee-consume", "consumer.committed"),
)
WITHOUT_KAFKA: tuple[Fault, ...] = (
    faults.crash_of("web"),
    faults.crash_of_a_worker,
    faults.killed_sessions,
    faults.crash_of_a_database,
    faults.disk_full,
)
ALL: tuple[Fault, ...] = (
    *FAILPOINTS,
    faults.stall_of_the_broker(WITHOUT_KAFKA),
    faults.crash_of("relay"),
    faults.crash_of("consume"),
    faults.crash_of("web"),
    faults.crash_of_a_worker,
    faults.crash_of_the_broker,
    faults.broker_absent,
    faults.crash_of_a_database,
    faults.killed_sessions,
    faults.offsets_to_zero,
    faults.rebalance_storm,
    faults.network_cut,
    faults.disk_full,
    faults.polite_stop,
    faults.poison,
)
# What a few minutes have room for; the disk and the databases fail inside the stall.
SHORT: tuple[Fault, ...] = (
    faults.failpoint("feedback-web", "POST.committed"),
    faults.failpoint("feedback-relay", "relay.sent"),
    faults.failpoint("evaluation-consume", "consumer.committed"),
    faults.stall_of_the_broker(WITHOUT_KAFKA),
    faults.crash_of("relay"),
    faults.crash_of("consume"),
    faults.crash_of_the_broker,
    faults.offsets_to_zero,
    faults.network_cut,
    faults.polite_stop,
    faults.poison,
)
CLUSTER: tuple[Fault, ...] = (*cluster.FAULTS, faults.crash_of("relay"), faults.crash_of("consume"), faults.network_cut)


def once(plan: tuple[Fault, ...], seed: int) -> list[Fault]:
    """Return every fault of the plan once, in the order that the seed gives."""
    return list(islice(again_and_again(plan, seed), len(plan)))


def again_and_again(plan: tuple[Fault, ...], seed: int) -> Iterator[Fault]:
    """Yield every fault of the plan in an order of chance, then in another one, without end."""
    chance = random.Random(seed)  # noqa: S311 -- replayable, not secret
    while True:
        yield from chance.sample(plan, len(plan))
