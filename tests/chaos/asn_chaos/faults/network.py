"""A service is cut off the broker, or off its own database."""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx

from asn_chaos.drain import caught_up
from asn_chaos.stack import ROLES, SERVICES, Stack
from asn_chaos.tally import Tally
from asn_chaos.waiting import lasted, until


def network_cut(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Cut the roles of a service off the broker for a while."""
    service = chance.choice(("evaluation", "feedback", "employee"))
    begun, length = time.monotonic(), chance.uniform(6, 14)
    network = f"{stack.project}_events"
    cut = [f"{service}-{role}" for role in ("relay", "consume")]
    with _cut(stack, network, cut, back=cut):
        lasted("the cut", since=begun, seconds=length)
    caught_up(stack, service, within=60)
    tally.faults["network cut"] += 1


def database_cut(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Cut all roles of a service off its database for a while; it says so, and mends itself."""
    service, length = chance.choice(SERVICES), chance.uniform(6, 14)
    network = f"{stack.project}_{service}-data"
    cut = [f"{service}-{role}" for role in ROLES]
    begun = time.monotonic()
    # Back in another order, and so perhaps under other addresses.
    with _cut(stack, network, cut, back=chance.sample(cut, len(cut))):
        until(f"{service} is not ready", lambda: not _ready(stack, service), within=length)
        lasted("the cut", since=begun, seconds=length)
    until(f"{service} is ready again", lambda: _ready(stack, service), within=30)
    caught_up(stack, service, within=60)
    tally.faults["cut off the database"] += 1


@contextmanager
def _cut(stack: Stack, network: str, services: Sequence[str], *, back: Sequence[str]) -> Iterator[None]:
    """Keep containers off a network, then let them back in this order."""
    for each in services:
        stack.on_network("disconnect", network, each)
    try:
        yield
    finally:
        for each in back:
            stack.on_network("connect", network, each)


def _ready(stack: Stack, service: str) -> bool:
    try:
        return httpx.get(f"{stack.url(service)}/healthz/ready", timeout=4).is_success
    except httpx.TransportError:
        return False
