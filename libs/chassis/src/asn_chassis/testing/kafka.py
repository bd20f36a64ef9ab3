"""pytest fixtures: one real broker for the whole run, topics of unique names on it.

The library and the engine's client are imported where they are used: most runs need neither.
"""
# ruff: noqa: PLC0415

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, stop_after_delay, wait_fixed

from asn_chassis.kafka.cluster import Cluster

IMAGE = "apache/kafka:4.3.1"
READY_WITHIN = 90


@dataclass(frozen=True)
class Broker:
    """The broker of this run."""

    servers: tuple[str, ...]
    container: Any

    @property
    def cluster(self) -> Cluster:
        """Return the broker as our clients know it."""
        return Cluster(self.servers)

    def topic(self, *, partitions: int = 1, name: str = "asn.probe.v1", **configs: str) -> str:
        """Create a topic of a unique name and return the name."""
        from asn_chassis.kafka.clients import admin

        unique = f"{name}-{secrets.token_hex(4)}"
        wanted = {"num_partitions": partitions, "replication_factor": 1, "configs": configs}
        with admin(self.cluster, "test-admin") as client:
            client.create_topics({unique: wanted}, wait_for_metadata=True)
        return unique

    def read(self, topic: str, *, within: float = 10, until: Callable[[list[Any]], bool] | None = None) -> list[Any]:
        """Return the messages of a topic from its beginning: up to its end now, or until they satisfy the caller."""
        from asn_chassis.kafka.clients import consumer

        reader = consumer(self.cluster, "test-reader", None)
        try:
            partitions = _assign_all(reader, topic)
            ends = reader.end_offsets(partitions)
            messages: list[Any] = []
            deadline = time.monotonic() + within
            while time.monotonic() < deadline:
                for polled in reader.poll(timeout_ms=200).values():
                    messages += polled
                at_end = all((reader.position(partition) or 0) >= ends[partition] for partition in partitions)
                if until(messages) if until is not None else at_end:
                    break
            return messages
        finally:
            reader.close(autocommit=False, timeout_ms=1000)

    def pause(self) -> None:
        """Stop the broker's process where it is; a busy engine may need a second try to freeze it."""
        from docker.errors import APIError

        freeze = self.container.get_wrapped_container().pause
        retry = Retrying(retry=retry_if_exception_type(APIError), stop=stop_after_attempt(10), wait=wait_fixed(0.3))
        retry.copy(reraise=True)(freeze)

    def resume(self) -> None:
        """Let the broker's process go on, if it was stopped."""
        container = self.container.get_wrapped_container()
        container.reload()
        if container.status == "paused":
            container.unpause()


@pytest.fixture(scope="session")
def container_engine() -> None:
    """Skip where there is no container engine, fail there when CI=true."""
    _require_engine()


@pytest.fixture(scope="session")
def broker(container_engine: None) -> Iterator[Broker]:  # noqa: ARG001 -- asked for first
    """One broker for the whole run."""
    with running_broker() as running:
        yield running


@contextmanager
def running_broker() -> Iterator[Broker]:
    """Start a broker and stop it at the end."""
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    from testcontainers.core.container import DockerContainer

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    container: Any = DockerContainer(IMAGE)
    container.ports["9092/tcp"] = ("127.0.0.1", port)
    for name, value in _settings(port).items():
        container.with_env(name, value)
    with container:
        _wait_until_ready(container)
        yield Broker((f"127.0.0.1:{port}",), container)


def _assign_all(reader: Any, topic: str) -> Sequence[Any]:
    from kafka import TopicPartition
    from kafka.errors import RetriableError

    # A broker that stood still for long is no part of its own cluster until its controller has heard of it again.
    retry = Retrying(retry=retry_if_exception_type(RetriableError), stop=stop_after_delay(10), wait=wait_fixed(0.2))
    numbers = retry.copy(reraise=True)(reader.partitions_for_topic, topic)
    partitions = [TopicPartition(topic, number) for number in numbers]
    reader.assign(partitions)
    return partitions


def _require_engine() -> None:
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    # The command, because the library leaves a socket open where nobody answers.
    found = shutil.which("docker")
    answer = found and subprocess.run([found, "info"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    if answer and answer.returncode == 0:
        return
    reason = f"no container engine: {answer.stderr.strip() if answer else 'docker is not installed'}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _settings(port: int) -> dict[str, str]:
    """Return the whole configuration: one setting in the environment makes the image forget its defaults."""
    return {
        "CLUSTER_ID": "test-run-of-the-chassis"[:22],
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "CLIENT://:9092,INTERNAL://:19092,CONTROLLER://:29093",
        "KAFKA_ADVERTISED_LISTENERS": f"CLIENT://127.0.0.1:{port},INTERNAL://localhost:19092",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_INTER_BROKER_LISTENER_NAME": "INTERNAL",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:29093",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS": "1000",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_HEAP_OPTS": "-Xmx256m",
    }


def _wait_until_ready(container: Any) -> None:
    """Wait for the broker's own word: a client that comes too early would leave a socket behind."""
    deadline = time.monotonic() + READY_WITHIN
    while b"Kafka Server started" not in container.get_logs()[0]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no broker within {READY_WITHIN} s: {container.get_logs()[0][-2000:].decode()}")
        time.sleep(0.25)
