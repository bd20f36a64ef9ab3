"""Speed of the way through Kafka as ratios, measured in one run: `make bench-kafka`.

Each limit is measured beside what it limits, with the library bare; medians of interleaved rounds.
"""

import argparse
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import harness
from end_to_end import end_to_end
from harness import Row
from kafka_harness import KafkaHarness, Watched, payloads

from asn_chassis.kafka import clients
from asn_chassis.kafka.cluster import Cluster
from asn_chassis.testing.kafka import Broker, running_broker
from asn_chassis.testing.memory import MemoryTransport

BATCH = 500
# Broker and database have their share of these; only with more is a core free for each of two consumers.
CORES_OF_ONE = 3


def timed(work: Callable[[], Any], count: int) -> float:
    """Return events per second."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def send_raw(cluster: Cluster, topic: str, values: Sequence[tuple[bytes, bytes]]) -> None:
    """Send with the bare library: 500 at a time, waiting for every answer, as the relay does."""
    producer = clients.producer(cluster, "raw")
    for start in range(0, len(values), BATCH):
        futures = [producer.send(topic, value=value, key=key) for key, value in values[start : start + BATCH]]
        for future in futures:
            future.get(30)  # type: ignore[no-untyped-call]
    producer.close()


def relay_drain(base: KafkaHarness, broker: Broker, count: int, rounds: int) -> Row:
    """Drain an outbox, against sending the same bytes without one."""
    values = [(key.encode(), value) for key, value in payloads(count)]
    base.fill(count)
    found: dict[str, list[float]] = {"relay": [], "raw": []}
    for _ in range(rounds):
        topic = broker.topic(partitions=6)
        found["raw"].append(timed(lambda topic=topic: send_raw(broker.cluster, topic, values), count))
        base.rewind()
        relay = base.relay(broker, broker.topic(partitions=6))
        found["relay"].append(timed(relay.drain, count))
        relay._publisher.close()
    return row("relay drain", "raw send and wait", found["relay"], found["raw"], 0.50)


def through(base: KafkaHarness, broker: Broker, count: int, rounds: int) -> Row:
    """Outbox to inbox, the relay in another process, against the bare library's produce and consume."""
    base.fill(count)
    values = [(key.encode(), value) for key, value in payloads(count)]
    found: dict[str, list[float]] = {"pipeline": [], "raw": []}
    context = multiprocessing.get_context("spawn")
    for _ in range(rounds):
        topic = broker.topic(partitions=6)
        go = context.Event()
        sender = context.Process(target=_send_when, args=(go, broker.cluster, topic, values))
        found["raw"].append(_race(sender, go, lambda topic=topic: consume_raw(broker, topic, count), count))
        topic = broker.topic(partitions=6)
        base.rewind()
        base.forget()
        go = context.Event()
        sender = context.Process(target=_relay_when, args=(go, base.url, broker.servers, topic))
        found["pipeline"].append(_race(sender, go, lambda topic=topic: base.consume(broker, topic, count), count))
    return row("outbox to inbox", "raw produce and consume", found["pipeline"], found["raw"], 0.25)


def _race(sender: Any, go: Any, consume: Callable[[], None], count: int) -> float:
    """Start the sender, let it get ready, then time both together."""
    sender.start()
    time.sleep(3)
    go.set()
    speed = timed(consume, count)
    sender.join()
    return speed


def _send_when(go: Any, cluster: Cluster, topic: str, values: Sequence[tuple[bytes, bytes]]) -> None:
    go.wait()
    send_raw(cluster, topic, values)


def _relay_when(go: Any, url: str, servers: tuple[str, ...], topic: str) -> None:
    base = KafkaHarness(url)
    relay = base.relay(Broker(servers, None), topic)
    go.wait()
    relay.drain()
    relay._publisher.close()
    base.close()


def consume_raw(broker: Broker, topic: str, count: int) -> None:
    """Consume with the bare library, committing each poll."""
    reader = clients.consumer(broker.cluster, "raw", f"raw-{topic}")
    reader.subscribe([topic])
    seen = 0
    while seen < count:
        polled = reader.poll(timeout_ms=500)
        if polled:
            seen += sum(len(messages) for messages in polled.values())
            reader.commit()
    reader.close(autocommit=False)


def batches(base: KafkaHarness, count: int, rounds: int) -> Row:
    """Consume 200 events a transaction, against one a transaction."""
    found: dict[int, list[float]] = {200: [], 1: []}
    for _ in range(rounds):
        for page in (200, 1):
            transport = MemoryTransport(page=page)
            for key, value in payloads(count):
                transport.put(value, key=key)
            consumer = base.consumer(transport)
            found[page].append(timed(consumer.drain, count))
    return row("consuming 200 a transaction", "one a transaction", found[200], found[1], 5)


def two_consumers(base: KafkaHarness, broker: Broker, count: int, rounds: int) -> Row:
    """Consume two partitions with two processes, against one process that has both."""
    found: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for consumers in (1, 2):
            base.forget()
            found[consumers].append(_consume_together(base, broker, consumers, count))
    free = (os.cpu_count() or 1) > CORES_OF_ONE
    return row("two consumers of two partitions", "one", found[2], found[1], 1.6 if free else 0)


def _consume_together(base: KafkaHarness, broker: Broker, consumers: int, count: int) -> float:
    """Let consumers share a topic while it is empty, fill it, and time them from then on."""
    context = multiprocessing.get_context("spawn")
    topic, gate = broker.topic(partitions=2), context.Barrier(consumers + 1)
    share = (count // consumers, 2 // consumers)
    running = [
        context.Process(target=_consume_share, args=(gate, base.url, broker.servers, topic, share))
        for _ in range(consumers)
    ]
    for process in running:
        process.start()
    gate.wait(60)
    producer = clients.producer(broker.cluster, "bench")
    for number, (key, value) in enumerate(payloads(count)):
        producer.send(topic, value=value, key=key.encode(), partition=number % 2)
    producer.flush()
    producer.close()
    gate.wait(60)
    speed = timed(lambda: [process.join() for process in running], count)
    if any(process.exitcode for process in running) or base.made() != count:
        raise RuntimeError(f"{base.made()} of {count} events consumed")
    return speed


def _consume_share(gate: Any, url: str, servers: tuple[str, ...], topic: str, share: tuple[int, int]) -> None:
    """Wait until so many partitions are ours, then until the topic is full, and consume so many events."""
    count, partitions = share
    base = KafkaHarness(url)
    transport = Watched(Broker(servers, None), topic)
    while transport.partitions() != partitions:
        transport.poll()
    gate.wait(60)
    gate.wait(60)
    base.consume_from(transport, count)
    base.close()


def soak(base: KafkaHarness, broker: Broker, count: int) -> Row:
    """Relay and consume many events in this process and compare its memory after a tenth of them and at the end."""
    topic, step = broker.topic(partitions=6), 20_000
    relay = base.relay(broker, topic)
    sizes = []
    for done in range(step, count + 1, step):
        base.fill(step)
        base.forget()
        relay.drain()
        base.consume(broker, topic, step)
        sizes.append((done, _resident()))
    early = next(size for done, size in sizes if done >= count / 10)
    return (f"memory at {count:,} events {sizes[-1][1]:.0f} MiB, against {early:.0f} MiB", early / sizes[-1][1], 0.9)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def row(what: str, limit: str, ours: Sequence[float], theirs: Sequence[float], goal: float) -> Row:
    """Return one line of the table."""
    show = [f"{statistics.median(v):,.0f}/s ({min(v):,.0f} to {max(v):,.0f})" for v in (ours, theirs)]
    return f"{what} {show[0]}, against {limit} {show[1]}", statistics.median(ours) / statistics.median(theirs), goal


def main() -> None:
    """Run the benches and print each ratio beside its goal."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--events", type=int, default=10_000)
    options.add_argument("--seconds", type=float, default=4.0)
    options.add_argument("--soak", type=int, default=0, help="events of the memory run; 0 leaves it out")
    chosen = options.parse_args()
    with harness.postgres(commit_times=True) as make, running_broker() as broker:
        base = KafkaHarness(make("bench"), create=True)
        rows = [
            relay_drain(base, broker, chosen.events, chosen.rounds),
            through(base, broker, chosen.events, chosen.rounds),
            batches(base, 2_000, chosen.rounds),
            two_consumers(base, broker, 2 * chosen.events, chosen.rounds),
        ]
        if chosen.soak:
            rows.append(soak(base, broker, chosen.soak))
        base.close()
        rows += end_to_end(make, broker, chosen.rounds, chosen.seconds)
    harness.report(rows)


if __name__ == "__main__":
    main()
