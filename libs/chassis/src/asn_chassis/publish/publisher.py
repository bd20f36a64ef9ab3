"""Publishes whole batches through a producer that is thrown away after the first failure."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event as StopSignal
from time import monotonic
from typing import Any

from kafka import KafkaProducer
from kafka.errors import InvalidRecordError, KafkaError, KafkaTimeoutError, MessageSizeTooLargeError
from kafka.errors import RecordListTooLargeError as TooLargeBatchError
from kafka.producer.future import FutureRecordMetadata

from asn_chassis.kafka import clients
from asn_chassis.kafka.cluster import Cluster

log = logging.getLogger(__name__)

# What a message itself is to blame for; everything else is the broker's or the network's trouble.
REFUSALS = (MessageSizeTooLargeError, TooLargeBatchError, InvalidRecordError)
# Seconds that a batch on its way still gets after a stop.
LAST_WAIT = 3.0
SLICE = 0.25


class PublishingFailed(Exception):
    """It is not known which messages of the batch arrived: read them again and send them again, later."""


class Refused(Exception):
    """The library or the broker refuses a message of the batch for what it is; no repetition will change that."""


@dataclass(frozen=True)
class Message:
    """One message for a topic."""

    topic: str
    key: str | None
    value: bytes
    headers: list[tuple[str, bytes]]


class Publisher:
    """Sends batches and waits for every answer.

    A producer that failed once is closed by force: after a stall longer than its delivery timeout it would never
    send anything again. `overrides` replace settings of the library's producer.
    """

    def __init__(self, *, cluster: Cluster, client_id: str, stop: StopSignal, **overrides: Any) -> None:
        self._cluster = cluster
        self._client_id = client_id
        self._stop = stop
        self._overrides = overrides
        self._patience = overrides.get("delivery_timeout_ms", clients.DELIVERY_TIMEOUT_MS) / 1000 + 5
        self._producer: KafkaProducer | None = None
        self.rebuilt = 0

    def publish(self, messages: Sequence[Message]) -> None:
        """Send the messages in order and wait until the broker has them all.

        Refused when a message itself is to blame, PublishingFailed when anything else went wrong; either way it is
        not known which of the batch arrived, because one refused message fails those around it.
        """
        try:
            if self._producer is None:
                self._producer = clients.producer(self._cluster, self._client_id, **self._overrides)
            answers = [self._sent(self._producer, message) for message in messages]
            self._wait(answers)
        except (KafkaError, clients.BrokerUnreachable) as error:
            self._discard()
            raise _told(error) from error
        failures = [answer.exception for answer in answers if answer.failed()]
        if failures:
            self._discard()
            # What is not the message's fault comes first: it may pass.
            worst = min(failures, key=lambda failure: isinstance(failure, REFUSALS))
            raise _told(worst) from worst

    def close(self) -> None:
        """Let go of the producer."""
        self._discard()

    @staticmethod
    def _sent(producer: KafkaProducer, message: Message) -> FutureRecordMetadata:
        key = None if message.key is None else message.key.encode()
        return producer.send(message.topic, value=message.value, key=key, headers=message.headers)

    def _wait(self, answers: Sequence[FutureRecordMetadata]) -> None:
        deadline = monotonic() + self._patience
        stopped = False
        for answer in answers:
            while not answer.is_done:
                if self._stop.is_set() and not stopped:
                    stopped, deadline = True, min(deadline, monotonic() + LAST_WAIT)
                if monotonic() > deadline:
                    raise KafkaTimeoutError("the broker did not answer in time")
                self._pause(answer)

    @staticmethod
    def _pause(answer: FutureRecordMetadata) -> None:
        try:
            answer.get(timeout=SLICE)  # type: ignore[no-untyped-call]
        except KafkaError:
            return  # not done yet, or failed: the caller looks

    def _discard(self) -> None:
        old, self._producer = self._producer, None
        if old is not None:
            self.rebuilt += 1
            discard(old)


def _told(error: BaseException) -> Refused | PublishingFailed:
    return Refused(repr(error)) if isinstance(error, REFUSALS) else PublishingFailed(repr(error))


def discard(producer: KafkaProducer) -> None:
    """Close a producer by force, leaving no thread behind, whatever state it is in."""
    try:
        # Private, and covered by a test: close() alone may raise from its flush and then leave its thread running.
        sender = producer._sender  # type: ignore[attr-defined]  # noqa: SLF001
        sender.force_close()
        sender.join(3)
    finally:
        try:
            producer.close(1)
        except KafkaError as error:
            log.warning("a producer did not close cleanly", extra={"error": repr(error)})
