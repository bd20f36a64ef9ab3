"""The Kafka transport: one consumer of a group for several topics, offsets committed after the database."""

import logging
from collections import deque
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata
from sqlalchemy.orm import Session

from asn_chassis.errors import TopicsMissing
from asn_chassis.events.record import Record
from asn_chassis.kafka.clients import consumer
from asn_chassis.kafka.cluster import Cluster

log = logging.getLogger(__name__)

# Short, so that a stop is never far away: nothing can wake a poll.
POLL_MS = 500
COMMIT_MS = 5_000
CLOSE_MS = 3_000
# Between two measurements of the lag; the library is asked about every partition, which is too much for every poll.
LAG_EVERY = 5.0


class KafkaTransport:
    """Polls the topics of one consumer group; rebuilds its consumer after any failure to poll.

    Connects on first use. `overrides` replace settings of the library's consumer.
    """

    def __init__(
        self, *, cluster: Cluster, group: str, topics: Sequence[str], client_id: str, **overrides: Any
    ) -> None:
        self._cluster = cluster
        self.name = self._group = group
        self._topics = tuple(topics)
        self._client_id = client_id
        self._overrides = overrides
        self._consumer: KafkaConsumer | None = None
        # Per partition the (offset, leader epoch) of what was handed out and not yet acknowledged.
        self._open: dict[TopicPartition, deque[tuple[int, int | None]]] = {}
        self._next: dict[TopicPartition, int] = {}
        self._lag: dict[tuple[str, int], int] = {}
        self._lag_at = float("-inf")

    def poll(self) -> Sequence[Record]:
        """Return up to 200 records. BrokerUnreachable, TopicsMissing, or whatever the library raises."""
        try:
            consumer = self._consumer or self._subscribe()
            polled = consumer.poll(timeout_ms=POLL_MS)
        except Exception:
            # After an exception the library's next poll may never return: its consumer is of no more use.
            self._discard()
            raise
        for partition, messages in polled.items():
            waiting = self._open.setdefault(partition, deque())
            waiting.extend((message.offset, message.leader_epoch) for message in messages)
            self._next[partition] = messages[-1].offset + 1
        if monotonic() - self._lag_at > LAG_EVERY:
            self._measure(consumer)
        return [record_of(message) for messages in polled.values() for message in messages]

    def settle(self, session: Session, records: Sequence[Record]) -> None:
        """Keep nothing: Kafka keeps the progress, and the inbox what was handled."""

    def acknowledge(self, records: Sequence[Record]) -> None:
        """Commit the offsets behind these records; a failure only means that they will come again."""
        offsets = {}
        for record in records:
            partition = TopicPartition(record.stream, record.partition)
            waiting = self._open.get(partition, deque())
            while waiting and waiting[0][0] <= record.position:
                offset, epoch = waiting.popleft()
                offsets[partition] = OffsetAndMetadata(offset + 1, "", -1 if epoch is None else epoch)
        if self._consumer is None or not offsets:
            return
        try:
            self._consumer.commit(offsets, timeout_ms=COMMIT_MS)
        except KafkaError as error:
            log.warning("offsets were not committed, their messages will come again", extra={"error": repr(error)})

    def rewind(self) -> None:
        """Seek back to the first unacknowledged record of each partition that is still ours."""
        first = {partition: waiting[0][0] for partition, waiting in self._open.items() if waiting}
        self._open = {}
        if self._consumer is None or not first:
            return
        try:
            for partition in first.keys() & self._consumer.assignment():
                self._consumer.seek(partition, first[partition])
        except KafkaError as error:
            log.warning("the consumer cannot go back, building a new one", extra={"error": repr(error)})
            self._discard()

    def lag(self) -> Mapping[tuple[str, int], int]:
        """Return what was measured last of the partitions that were ours then."""
        return self._lag

    def close(self) -> None:
        """Leave the group."""
        self._discard()

    def _subscribe(self) -> KafkaConsumer:
        self._consumer = consumer(self._cluster, self._client_id, self._group, **self._overrides)
        missing = set(self._topics) - self._consumer.topics()
        if missing:
            raise TopicsMissing(missing)
        self._consumer.subscribe(self._topics)
        log.info("subscribed", extra={"group": self._group, "topics": self._topics})
        return self._consumer

    def _measure(self, consumer: KafkaConsumer) -> None:
        """Note the lag; of a partition that has handed out nothing since it was ours, there was nothing to hand out."""
        ends = {partition: consumer.highwater(partition) for partition in consumer.assignment()}
        self._next = {partition: offset for partition, offset in self._next.items() if partition in ends}
        found = {}
        for partition, end in ends.items():
            if end is not None:
                waiting = self._open.get(partition)
                at = waiting[0][0] if waiting else self._next.get(partition, end)
                found[partition.topic, partition.partition] = max(0, end - at)
        self._lag, self._lag_at = found, monotonic()

    def _discard(self) -> None:
        old, self._consumer, self._open = self._consumer, None, {}
        if old is None:
            return
        try:
            old.close(autocommit=False, timeout_ms=CLOSE_MS)
        except KafkaError as error:
            log.warning("the consumer did not close cleanly", extra={"error": repr(error)})


def record_of(message: ConsumerRecord) -> Record:
    """Return a message of the library as ours."""
    return Record(
        stream=message.topic,
        partition=message.partition,
        position=message.offset,
        key=None if message.key is None else _text(message.key),
        value=message.value or b"",
        headers={name: _text(value or b"") for name, value in message.headers},
    )


def _text(value: bytes) -> str:
    """Decode what should be UTF-8; what is not must still be kept, and PostgreSQL's text holds no NUL."""
    return value.decode(errors="backslashreplace").replace("\x00", "\\x00")
