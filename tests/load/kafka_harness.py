"""What the Kafka bench runs on: one database with an outbox, an inbox and one table to fill."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from threading import Event as StopSignal
from typing import Any
from uuid import UUID

import harness
from sqlalchemy import Column, Integer, Table, Uuid, create_engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.kafka import KafkaTransport
from asn_chassis.consume.transport import Transport
from asn_chassis.database import Database, metadata
from asn_chassis.database.tables import chassis_tables
from asn_chassis.events.contracts import Contracts
from asn_chassis.events.event import Event
from asn_chassis.events.handlers import batch
from asn_chassis.ids import new_id
from asn_chassis.publish.publisher import Publisher
from asn_chassis.publish.relay import Relay
from asn_chassis.testing.kafka import Broker

TYPE = "asn.bench.thing-made.v1"
SIZE = 1_000


def event(key: UUID) -> Event:
    """Return an event of about a kilobyte."""
    made = Event.of(
        TYPE,
        subject="things/x",
        key=key,
        version=1,
        data={"n": 1},
        at=datetime.now(UTC),
        classification="internal",
    )
    filling = "x" * (SIZE - len(made.to_wire()) - 8)
    return Event.of(
        TYPE,
        subject="things/x",
        key=key,
        version=1,
        data={"n": 1, "f": filling},
        at=made.time,
        classification="internal",
    )


def payloads(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield keys and events."""
    for _ in range(count):
        made = event(new_id())
        yield made.key, made.to_wire()


class Watched(KafkaTransport):
    """A Kafka transport of a group that is named like its only topic."""

    def __init__(self, broker: Broker, topic: str) -> None:
        super().__init__(cluster=broker.cluster, group=topic, topics=[topic], client_id="bench")

    def partitions(self) -> int:
        """Return how many partitions are this consumer's."""
        return 0 if self._consumer is None else len(self._consumer.assignment())


class KafkaHarness:
    """The database, and everything that runs on it."""

    def __init__(self, url: str, *, create: bool = False) -> None:
        self.url = url
        tables = metadata()
        self._chassis = chassis_tables(tables)
        self._things = Table("thing", tables, Column("id", Uuid, primary_key=True), Column("n", Integer))
        if create:
            engine = create_engine(url)
            tables.create_all(engine)
            with engine.begin() as connection:
                values = {"id": 1, "last_position": 0, "published_position": 0}
                connection.execute(insert(self._chassis.outbox_log).values(values))
            engine.dispose()
        self.database = Database(url, tables=tables, contracts=Contracts(harness.CONTRACTS))

    def fill(self, count: int) -> None:
        """Make the outbox hold exactly so many events, none of them sequenced."""
        with self.database.transaction() as session:
            session.execute(delete(self._chassis.outbox))
            session.execute(update(self._chassis.outbox_log).values(last_position=0, published_position=0))
        if count:
            self.record(count)

    def record(self, count: int) -> list[UUID]:
        """Record events in one transaction, without asking for their contract; return their ids."""
        values: list[dict[str, Any]] = []
        for _ in range(count):
            made = event(new_id())
            described = {"type": made.type, "class": made.dataclassification, "subject": made.subject}
            values.append({"event_id": made.id, **described, "key": made.key, "payload": made.to_wire()})
        with self.database.transaction() as session:
            session.execute(insert(self._chassis.outbox), values)
        return [value["event_id"] for value in values]

    def rewind(self) -> None:
        """Make the outbox unpublished, and unsequenced, as it was."""
        with self.database.transaction() as session:
            session.execute(update(self._chassis.outbox).values(position=None))
            session.execute(update(self._chassis.outbox_log).values(last_position=0, published_position=0))

    def forget(self) -> None:
        """Empty the inbox and what was made of it."""
        with self.database.transaction() as session:
            session.execute(delete(self._chassis.inbox))
            session.execute(delete(self._things))

    def relay(self, broker: Broker, topic: str, stop: StopSignal | None = None) -> Relay:
        """Return a relay into this topic."""
        stop = stop or StopSignal()
        publisher = Publisher(cluster=broker.cluster, client_id="bench-relay", stop=stop)
        return Relay(
            database=self.database, publisher=publisher, topic=topic, dead_letter_topic="asn.bench.dlq.v1", stop=stop
        )

    def consumer(self, transport: Transport) -> Consumer:
        """Return a consumer with one set-based handler."""
        return Consumer(
            database=self.database, handlers={TYPE: batch(self.handle)}, transport=transport, stop=StopSignal()
        )

    def consume(self, broker: Broker, topic: str, count: int) -> None:
        """Consume so many events of a topic, by a group of its name."""
        self.consume_from(Watched(broker, topic), count)

    def consume_from(self, transport: Transport, count: int) -> None:
        """Consume so many events of a transport, then close it."""
        consumer = self.consumer(transport)
        seen = 0
        while seen < count:
            records = transport.poll()
            if records:
                consumer.process(records)
                seen += len(records)
        transport.close()

    def handle(self, session: Session, events: Sequence[Event]) -> None:
        """Write a row an event."""
        session.execute(insert(self._things), [{"id": event.id, "n": 1} for event in events])

    def made(self) -> int:
        """Return how many rows consuming has written."""
        with self.database.transaction() as session:
            count: Any = session.scalar(select(func.count()).select_from(self._things))
            return int(count)

    def close(self) -> None:
        """Close the connections."""
        self.database.close()
