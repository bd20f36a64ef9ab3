"""Builds producers, consumers and admin clients with the settings that the design needs."""

from collections.abc import Callable
from typing import Any, TypeVar

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import KafkaTimeoutError
from kafka.net.compat import KafkaNetClient
from kafka.record import util

from asn_chassis.kafka.cluster import Cluster
from asn_chassis.limits import MAX_MESSAGE_BYTES

# What the library will use; None where the package is missing.
_crc32c: object = getattr(util, "crc32c_c", None)

Client = TypeVar("Client", KafkaAdminClient, KafkaConsumer, KafkaProducer)

DELIVERY_TIMEOUT_MS = 30_000


class BrokerUnreachable(Exception):
    """No broker answered; the library says no more, so the message names every usual cause."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(cluster.silence())


class SlowChecksums(Exception):
    """The C implementation of CRC-32C is missing; without it everything is several times slower."""


def producer(cluster: Cluster, client_id: str, **overrides: Any) -> KafkaProducer:
    """Return a producer for whole batches: idempotent, in order per partition, sure of what it says."""
    settings = {
        "acks": "all",
        "enable_idempotence": True,  # said aloud, a setting that contradicts it raises instead of winning
        "max_in_flight_requests_per_connection": 5,
        "request_timeout_ms": 10_000,
        "delivery_timeout_ms": DELIVERY_TIMEOUT_MS,
        "linger_ms": 0,  # the relay sends whole batches
        "batch_size": 262_144,  # one batch a partition a round trip: this is the throughput
        "max_request_size": MAX_MESSAGE_BYTES,
        "compression_type": "lz4",
        "max_block_ms": 5_000,
        "bootstrap_timeout_ms": 10_000,
        "reconnect_backoff_max_ms": 2_000,
        "metadata_max_age_ms": 60_000,
        "allow_auto_create_topics": False,
    }
    return _built(KafkaProducer, cluster, client_id, settings | overrides)


def consumer(cluster: Cluster, client_id: str, group: str | None, **overrides: Any) -> KafkaConsumer:
    """Return a consumer that begins at the beginning, commits only when told, and hands out bytes."""
    settings = {
        "group_id": group,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": "read_committed",
        "session_timeout_ms": 15_000,
        "heartbeat_interval_ms": 3_000,
        "max_poll_interval_ms": 60_000,
        "max_poll_records": 200,
        "fetch_min_bytes": 1,
        # While a fetch waits at the broker, a partition that it left out waits too, and under load the library leaves
        # one out now and then: 500 ms here were seen as 400 ms of delay. Shorter costs a consumer that idles its CPU.
        "fetch_max_wait_ms": 80,
        "request_timeout_ms": 10_000,
        "bootstrap_timeout_ms": 5_000,  # a stop is never further away than this
        "reconnect_backoff_max_ms": 2_000,
        "allow_auto_create_topics": False,
        # No deserializers: one that raises makes every later poll spin for ever.
        "key_deserializer": None,
        "value_deserializer": None,
    }
    return _built(KafkaConsumer, cluster, client_id, settings | overrides)


def admin(cluster: Cluster, client_id: str) -> KafkaAdminClient:
    """Return an admin client."""
    settings = {"request_timeout_ms": 10_000, "bootstrap_timeout_ms": 5_000}
    return _built(KafkaAdminClient, cluster, client_id, settings)


def require_fast_checksums(implementation: object = _crc32c) -> None:
    """Raise SlowChecksums where the library would compute its checksums in Python."""
    if implementation is None:
        raise SlowChecksums("the package crc32c is not installed or does not load here")


def _built(make: Callable[..., Client], cluster: Cluster, client_id: str, settings: dict[str, Any]) -> Client:
    """Make a client; one whose bootstrap fails would leave its thread behind, so that is closed here."""
    require_fast_checksums()
    network: list[KafkaNetClient] = []

    def connect(**configs: Any) -> KafkaNetClient:
        network.append(KafkaNetClient(**configs))
        return network[0]

    try:
        return make(**cluster.settings(), client_id=client_id, kafka_client=connect, **settings)
    except KafkaTimeoutError as error:
        for client in network:
            client.close()
        raise BrokerUnreachable(cluster) from error
