"""What may go wrong with three brokers."""

import random
from functools import partial
from ipaddress import IPv4Address

from asn_chaos.drain import pending
from asn_chaos.stack import Stack
from asn_chaos.tally import Fault, Tally
from asn_chaos.waiting import until

PUBLISHED = "SELECT published_position FROM outbox_log"


def one_of_three_killed(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Kill one broker under load and leave it dead: writes go on, and so does publishing."""
    broker = chance.choice(stack.brokers)
    stack.engine("kill", broker)
    try:
        for _ in range(2):
            published = _published(stack)
            until(
                f"all services publish without {broker}",
                lambda before=published: all(now > then for now, then in zip(_published(stack), before, strict=True)),  # type: ignore[misc]
                within=60,
            )
    finally:
        stack.engine("start", broker)
    _all_in_sync(stack)
    tally.faults["one broker of three killed"] += 1


def two_of_three_killed(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Kill two brokers under load: the outbox grows, and drains when they are back, each at the other's address."""
    dead = sorted(chance.sample(stack.brokers, 2), key=lambda broker: _address(stack, broker), reverse=True)
    for broker in dead:
        stack.engine("kill", broker)
    try:
        before = pending(stack, "feedback")
        until("the outbox grows", lambda: pending(stack, "feedback") > before + 20, within=60)
    finally:
        # The engine gives the lowest address that is free: the broker that had the higher one comes first, and gets it.
        for broker in dead:
            stack.engine("start", broker)
    until("the outbox drains", lambda: pending(stack, "feedback") < 20, within=120)
    _all_in_sync(stack)
    tally.faults["two brokers of three killed"] += 1


def rolling_restart(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Restart the brokers one after the other, each when the one before has caught up."""
    for broker in chance.sample(stack.brokers, len(stack.brokers)):
        stack.engine("restart", broker)
        _all_in_sync(stack)
        tally.faults["broker restarted in turn"] += 1


def _address(stack: Stack, broker: str) -> IPv4Address:
    found = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    return IPv4Address(stack.engine("inspect", broker, "--format", found).strip())


def _published(stack: Stack) -> list[int]:
    return [int(stack.sql(service, PUBLISHED)[0][0]) for service in ("employee", "evaluation", "feedback")]


def _all_in_sync(stack: Stack) -> None:
    """Wait until every partition has all of its copies: only then may the next broker die."""
    for broker in stack.brokers:
        until(f"{broker} is healthy", partial(stack.healthy, broker), within=90)
    tool = f"/opt/kafka/bin/kafka-topics.sh --bootstrap-server {stack.brokers[0]}:9092"
    question = f"{tool} --describe --under-replicated-partitions"
    until(
        "all copies are in sync",
        lambda: stack.inside(stack.brokers[0], "bash", "-c", question).strip() == "",
        within=120,
    )


FAULTS: tuple[Fault, ...] = (one_of_three_killed, two_of_three_killed, rolling_restart)
