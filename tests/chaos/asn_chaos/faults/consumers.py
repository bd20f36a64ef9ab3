"""Consumers come and go, begin again, and are frozen."""

import random
import time

from asn_chaos.drain import handled
from asn_chaos.evidence import inbox
from asn_chaos.faults.crashes import crash
from asn_chaos.stack import Stack
from asn_chaos.tally import Tally
from asn_chaos.topic import set_back
from asn_chaos.waiting import lasted, until

# Longer than max_poll_interval, of 60 s.
FROZEN = 66.0


def rebalance_storm(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Let consumers of one group come and go, politely and not."""
    service = "evaluation-consume"
    for scale in (3, 2, 3, 1):
        _scale(stack, service, scale)
        if chance.random() < 0.5:
            crash(stack, service)
        tally.faults["consumers joined or left"] += 1


def offsets_to_zero(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Deliver everything that topics still hold once more to a consumer."""
    service = chance.choice(("employee", "training", "evaluation"))
    stack.engine("stop", f"{service}-consume", "--time=15")
    set_back(stack, f"{service}.events")
    gone = {event_id for lost in tally.truncated.values() for _, event_id in lost.values()}
    tally.delivered_again += len(inbox(stack, service) - gone)
    stack.engine("start", f"{service}-consume")
    tally.faults["offsets set to zero"] += 1


def frozen_consumer(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Freeze a consumer for longer than it may be silent, with another one to take over or without."""
    service, alone = "evaluation-consume", chance.random() < 0.5
    if not alone:
        _scale(stack, service, 2)
    begun = time.monotonic()
    with stack.frozen(service):
        if not alone:
            before = handled(stack, "evaluation")
            until("another consumer takes over", lambda: handled(stack, "evaluation") > before + 20, within=FROZEN)
        lasted("the frost", since=begun, seconds=FROZEN)
    _scale(stack, service, 1)
    before = handled(stack, "evaluation")
    until("the frozen consumer is back at work", lambda: handled(stack, "evaluation") > before + 20, within=60)
    tally.faults["consumer frozen" + (", alone" if alone else ", another took over")] += 1


def _scale(stack: Stack, service: str, count: int) -> None:
    how = ("--detach", "--no-deps", "--no-recreate", "--no-build", "--scale", f"{service}={count}")
    stack.run("up", *how, service)
