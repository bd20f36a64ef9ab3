"""What may go wrong on one host. Each fault leaves everything started again; the system has to do the rest."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from asn_chaos.rest import handled
from asn_chaos.stack import ROLES, SERVICES, Stack
from asn_chaos.waiting import until

# Longer than the producer's delivery timeout of 30 s: what it had sent is then given up in a state of its own.
STALL = 34.0
LONGEST_STOP = 10.0
FILLER = "/disk/filler"
GROUPS = "/opt/kafka/bin/kafka-consumer-groups.sh --bootstrap-server {broker}:9092 --group {group}"
PRODUCER = "/opt/kafka/bin/kafka-console-producer.sh --bootstrap-server {broker}:9092 --topic {topic} --reader-property"


@dataclass
class Tally:
    """What was done to the system, and what is to be expected because of it."""

    faults: Counter[str] = field(default_factory=Counter)
    delivered_again: int = 0
    poisoned: Counter[str] = field(default_factory=Counter)
    stops: list[tuple[str, float]] = field(default_factory=list)


Fault = Callable[[Stack, random.Random, Tally], None]


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


def stall_of_the_broker(inner: Sequence[Fault]) -> Fault:
    """Return the fault: the broker stands still for longer than a send may take, while other things fail."""

    def fault(stack: Stack, chance: random.Random, tally: Tally) -> None:
        begun = time.monotonic()
        stack.engine("pause", stack.brokers[0])
        try:
            for each in inner:
                each(stack, chance, tally)
            until("the stall has lasted", lambda: time.monotonic() - begun > STALL, within=2 * STALL)
        finally:
            stack.engine("unpause", stack.brokers[0])
        tally.faults["broker stalled"] += 1

    return fault


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


def offsets_to_zero(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Deliver everything once more to a consumer."""
    service = chance.choice(("employee", "training", "evaluation"))
    stack.engine("stop", f"{service}-consume", "--time=15")
    broker = stack.brokers[0]
    group = GROUPS.format(broker=broker, group=f"{service}.events")
    reset = f"{group} --all-topics --reset-offsets --to-earliest --execute 2>&1"
    # Refused as long as the broker believes in a member that could not say good-bye.
    until(
        "the group is empty and its offsets are zero",
        lambda: "rror" not in stack.inside(broker, "bash", "-c", reset),
        within=60,
    )
    tally.delivered_again += handled(stack, service)
    stack.engine("start", f"{service}-consume")
    tally.faults["offsets set to zero"] += 1


def rebalance_storm(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Let consumers of one group come and go, politely and not."""
    service = "evaluation-consume"
    for scale in (3, 2, 3, 1):
        stack.run(
            "up", "--detach", "--no-deps", "--no-recreate", "--no-build", "--scale", f"{service}={scale}", service
        )
        if chance.random() < 0.5:
            crash(stack, service)
        tally.faults["consumers joined or left"] += 1


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
    tally.faults["network cut"] += 1


def disk_full(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Fill the disk of a database until it cannot write, then make room."""
    begun, length = time.monotonic(), chance.uniform(4, 10)
    # From the other container that has the volume: the database's own may go down.
    stack.inside("feedback-disk", "sh", "-c", f"dd if=/dev/zero of={FILLER} bs=1M 2>/dev/null || true")
    try:
        until("the disk has been full", lambda: time.monotonic() - begun > length, within=30)
    finally:
        stack.inside("feedback-disk", "rm", "-f", FILLER)
    until("the database is well", lambda: _well(stack, "feedback-db"), within=90)
    tally.faults["disk full"] += 1


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


def poison(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Put a message into a topic that no retry can mend."""
    topic, readers = chance.choice((("feedback", ["evaluation"]), ("employee", ["evaluation", "feedback", "training"])))
    words = PRODUCER.format(broker=stack.brokers[0], topic=f"asn.{topic}.v1")
    key = f"poison-{chance.getrandbits(64):x}"
    line = f"{key}|{chance.choice(('not json', '{}', '[1]', '{'))}"
    command = f"echo '{line}' | {words} parse.key=true --reader-property 'key.separator=|' 2>&1"
    until(
        "the broker takes the poison",
        lambda: "rror" not in stack.inside(stack.brokers[0], "bash", "-c", command),
        within=60,
    )
    tally.poisoned.update(readers)
    tally.faults["poison"] += 1


def _runs_since(stack: Stack, service: str, before: object) -> bool:
    state = stack.state(service)
    return state["Status"] == "running" and state["StartedAt"] != before


def _passed(stack: Stack, service: str) -> bool:
    return stack.inside(service, "sh", "-c", "test -e /tmp/failpoint && echo there || true").strip() == ""


def _well(stack: Stack, service: str) -> bool:
    name = service.removesuffix("-db")
    return stack.sql(name, "SELECT 1") == [["1"]]


def _answers_come(stack: Stack) -> bool:
    query = "SELECT count(*) FROM answers WHERE submitted_at > now() - interval '1 second'"
    return stack.sql("feedback", query) != [["0"]]
