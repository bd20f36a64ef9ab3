"""A service is cut off the broker, or off its own database."""

import random
import time

import httpx

from asn_chaos.rest import caught_up
from asn_chaos.stack import ROLES, SERVICES, Stack
from asn_chaos.tally import Tally
from asn_chaos.waiting import until


def network_cut(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Cut the roles of a service off the broker for a while."""
    service = chance.choice(("evaluation", "feedback", "employee"))
    begun, length = time.monotonic(), chance.uniform(6, 14)
    network = f"{stack.project}_events"
    cut = [f"{service}-{role}" for role in ("relay", "consume")]
    for each in cut:
        stack.on_network("disconnect", network, each)
    until("the cut has lasted", lambda: time.monotonic() - begun > length, within=30)
    for each in cut:
        stack.on_network("connect", network, each)
    caught_up(stack, service, within=60)
    tally.faults["network cut"] += 1


def database_cut(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Cut all roles of a service off its database for a while; it says so, and mends itself."""
    service, length = chance.choice(SERVICES), chance.uniform(6, 14)
    network = f"{stack.project}_{service}-data"
    cut = [f"{service}-{role}" for role in ROLES]
    begun = time.monotonic()
    for each in cut:
        stack.on_network("disconnect", network, each)
    try:
        until(f"{service} is not ready", lambda: not _ready(stack, service), within=length)
        until("the cut has lasted", lambda: time.monotonic() - begun > length, within=30)
    finally:
        # In another order, and so perhaps under other addresses.
        for each in chance.sample(cut, len(cut)):
            stack.on_network("connect", network, each)
    until(f"{service} is ready again", lambda: _ready(stack, service), within=30)
    caught_up(stack, service, within=60)
    tally.faults["cut off the database"] += 1


def _ready(stack: Stack, service: str) -> bool:
    try:
        return httpx.get(f"{stack.url(service)}/healthz/ready", timeout=4).is_success
    except httpx.TransportError:
        return False
