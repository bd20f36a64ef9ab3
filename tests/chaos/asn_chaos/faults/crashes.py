"""Processes die at any moment, at the worst moments, all at once, or because they are told to."""

import random
import time
from functools import partial

from asn_chaos.drain import caught_up
from asn_chaos.stack import ROLES, SERVICES, Stack
from asn_chaos.tally import Fault, Tally
from asn_chaos.waiting import until

LONGEST_STOP = 10.0
JOBS = ("kafka-init", *(f"{service}-migrate" for service in SERVICES))


def crash(stack: Stack, service: str) -> None:
    """Kill every process of a container at once; the engine starts it again."""
    before = stack.state(service)["StartedAt"]
    # All but the container's first process, which then ends by itself: an end that the engine takes for a crash.
    stack.kill_inside(service, "-1")
    until(f"{service} is started again", lambda: _runs_since(stack, service, before), within=90)


def crash_of(role: str) -> Fault:
    """Return the fault: this role of some service dies."""

    def fault(stack: Stack, chance: random.Random, tally: Tally) -> None:
        crash(stack, f"{chance.choice(SERVICES)}-{role}")
        tally.faults[f"{role} killed"] += 1

    return fault


def crash_of_a_worker(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Kill one worker of a web role in the middle of its requests."""
    service = chance.choice(("employee-web", "evaluation-web", "feedback-web"))
    # gunicorn's workers are the children of its master, which is the only child of the first process.
    stack.kill_inside(
        service, "$(cat /proc/$(cat /proc/1/task/1/children | tr -d ' ')/task/*/children | cut -d' ' -f1)"
    )
    tally.faults["web worker killed"] += 1


def failpoint(service: str, name: str) -> Fault:
    """Return the fault: this role dies at a named place, once."""

    def fault(stack: Stack, chance: random.Random, tally: Tally) -> None:  # noqa: ARG001
        stack.inside(service, "sh", "-c", f"echo {name} >/tmp/failpoint.new && mv /tmp/failpoint.new /tmp/failpoint")
        # Reached means gone: the process removes the file before it dies, and a new container has none.
        until(f"{service} reaches {name}", lambda: _passed(stack, service), within=60)
        tally.faults[f"killed at {name}"] += 1

    return fault


def polite_stop(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Stop one container of each role under load: in time, with status 0, and start it again."""
    for role in ROLES:
        service = f"{chance.choice(('evaluation', 'feedback', 'employee'))}-{role}"
        begun = time.monotonic()
        stack.engine("stop", service, "--time=30")
        took, code = time.monotonic() - begun, stack.state(service)["ExitCode"]
        stack.engine("start", service)
        assert code == 0, f"{service} ended with {code}"
        assert took < LONGEST_STOP, f"{service} took {took:.1f} s to stop"
        tally.stops.append((service, took))
        tally.faults[f"{role} stopped politely"] += 1


def storm_of_starts(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Kill every role of every service and start all of them at once, and with them the jobs that prepare them."""
    roles = [f"{service}-{role}" for service in SERVICES for role in ROLES]
    stack.engine_on("kill", roles)
    stack.engine_on("start", chance.sample([*roles, *JOBS], len(roles) + len(JOBS)))
    for job in JOBS:
        until(f"{job} has done its work", partial(_done, stack, job), within=90)
    for role in roles:
        until(f"{role} is well", partial(stack.healthy, role), within=90)
    for service in SERVICES:
        caught_up(stack, service, within=60)
    tally.faults["all roles started at once"] += 1


def _runs_since(stack: Stack, service: str, before: object) -> bool:
    state = stack.state(service)
    return state["Status"] == "running" and state["StartedAt"] != before


def _passed(stack: Stack, service: str) -> bool:
    return stack.inside(service, "sh", "-c", "test -e /tmp/failpoint && echo there || true").strip() == ""


def _done(stack: Stack, job: str) -> bool:
    state = stack.state(job)
    return state["Status"] == "exited" and state["ExitCode"] == 0
