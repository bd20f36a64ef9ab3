"""A database dies, forgets its sessions, or has no room."""

import random
import time

from asn_chaos.stack import SERVICES, Stack
from asn_chaos.tally import Tally
from asn_chaos.waiting import lasted, until

FILLER = "/disk/filler"


def crash_of_a_database(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Kill a database server and start it again."""
    service = f"{chance.choice(SERVICES)}-db"
    stack.engine("kill", service)
    stack.engine("start", service)
    until(f"{service} is well", lambda: _well(stack, service), within=60)
    tally.faults["database killed"] += 1


def killed_sessions(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """End every session of a service's processes, the relay's lock with it."""
    service = chance.choice(SERVICES)
    query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = current_database()"
    stack.sql(service, query)
    tally.faults["sessions killed"] += 1


def disk_full(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Fill the disk of a database until it cannot write, then make room."""
    begun, length = time.monotonic(), chance.uniform(4, 10)
    # From the other container that has the volume: the database's own may go down.
    stack.inside("feedback-disk", "sh", "-c", f"dd if=/dev/zero of={FILLER} bs=1M 2>/dev/null || true")
    try:
        lasted("the full disk", since=begun, seconds=length)
    finally:
        stack.inside("feedback-disk", "rm", "-f", FILLER)
    until("the database is well", lambda: _well(stack, "feedback-db"), within=90)
    tally.faults["disk full"] += 1


def _well(stack: Stack, service: str) -> bool:
    name = service.removesuffix("-db")
    return stack.sql(name, "SELECT 1") == [["1"]]
