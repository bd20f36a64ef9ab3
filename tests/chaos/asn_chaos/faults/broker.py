"""The one broker stands still, dies, is absent."""

import random
import time
from collections.abc import Sequence

from asn_chaos.faults.crashes import crash
from asn_chaos.stack import SERVICES, Stack
from asn_chaos.tally import Fault, Tally
from asn_chaos.waiting import lasted, until

# Longer than the producer's delivery timeout of 30 s: what it had sent is then given up in a state of its own.
STALL = 34.0


def stall_of_the_broker(inner: Sequence[Fault]) -> Fault:
    """Return the fault: the broker stands still for longer than a send may take, while other things fail."""

    def fault(stack: Stack, chance: random.Random, tally: Tally) -> None:
        begun = time.monotonic()
        with stack.frozen(stack.brokers[0]):
            for each in inner:
                each(stack, chance, tally)
            lasted("the stall", since=begun, seconds=STALL)
        tally.faults["broker stalled"] += 1

    return fault


def hiccup_of_the_broker(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Let the broker stand still for less than a request may take."""
    begun, length = time.monotonic(), chance.uniform(2, 6)
    with stack.frozen(chance.choice(stack.brokers)):
        lasted("the hiccup", since=begun, seconds=length)
    tally.faults["broker stalled for seconds"] += 1


def crash_of_the_broker(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Kill a broker; it comes back by itself."""
    crash(stack, chance.choice(stack.brokers))
    tally.faults["broker killed"] += 1


def broker_absent(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Stop all brokers, start roles that miss them from their very beginning, and bring the brokers back."""
    for broker in stack.brokers:
        stack.engine("stop", broker)
    try:
        service = chance.choice(SERVICES)
        for role in ("relay", "consume"):
            stack.engine("restart", f"{service}-{role}", "--time=15")
        crash(stack, f"{service}-web")
        until("answers are taken without a broker", lambda: _answers_come(stack), within=30)
    finally:
        for broker in stack.brokers:
            stack.engine("start", broker)
    tally.faults["broker absent at start"] += 1


def _answers_come(stack: Stack) -> bool:
    query = "SELECT count(*) FROM answers WHERE submitted_at > now() - interval '1 second'"
    return stack.sql("feedback", query) != [["0"]]
