"""What every transport promises, checked on each: memory, feed and Kafka, with the real consumer on real PostgreSQL."""

import time
from collections import defaultdict
from datetime import timedelta
from threading import Event as StopSignal
from uuid import UUID

import httpx
import msgspec
import pytest
from kafka_probe import record
from probe import MADE, SERVICE
from sqlalchemy import func, select, text

from asn_chassis import outbox
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import FeedTransport, key_of
from asn_chassis.consume.kafka import KafkaTransport
from asn_chassis.events.handlers import each
from asn_chassis.ids import new_id
from asn_chassis.testing.memory import MemoryTransport


class Crash(BaseException):
    """The end of a process; nothing may catch it."""


class Memory:
    """The log and the place in it live in one object; a new consumer begins where the last one acknowledged."""

    def __init__(self, source):
        self._source = source
        self._transport = MemoryTransport(page=20)
        self._read = 0

    def flush(self):
        with self._source.database.transaction() as session:
            outbox.sequence_pending(session)
            page = outbox.read_page(session, after=self._read, limit=10_000)
        for entry in page.entries:
            self._transport.put(entry.payload, key=key_of(entry.payload))
        self._read = page.next_position

    def transport(self, _):
        self._transport.rewind()
        return self._transport


class Feed:
    """Every consumer has the feed's client; the place is in its own database."""

    def __init__(self, source):
        self._app = source.app
        self._token = source.tokens.mint("probe", "events:read", "events:read-internal")

    def flush(self):
        pass

    def transport(self, database):
        client = httpx.Client(
            transport=httpx.WSGITransport(app=self._app),
            base_url="http://probe",
            headers={"Authorization": f"Bearer {self._token}"},
        )
        return FeedTransport(stream="asn.probe.v1", client=client, database=database, page=20, wait=timedelta(0))


class Kafka:
    """The relay publishes; every consumer joins the group anew."""

    def __init__(self, broker, relay):
        self._broker = broker
        self._topic = broker.topic(partitions=2)
        self._relay = relay(topic=self._topic)
        self._group = f"probe.{new_id()}"

    def flush(self):
        self._relay.drain()

    def transport(self, _):
        return KafkaTransport(
            cluster=self._broker.cluster,
            group=self._group,
            topics=[self._topic],
            client_id="probe",
            max_poll_records=20,
            session_timeout_ms=6_000,
            heartbeat_interval_ms=1_000,
        )


@pytest.fixture(params=["memory", "feed", pytest.param("kafka", marks=pytest.mark.engine)])
def log(request, probe):
    if request.param == "kafka":
        return Kafka(request.getfixturevalue("broker"), request.getfixturevalue("relay"))
    return {"memory": Memory, "feed": Feed}[request.param](probe)


class Reader:
    """A second service: what it handled, by effect in its database and by call."""

    def __init__(self, database, log):
        self.database = database
        self._log = log
        self.calls = []
        self.stop = StopSignal()
        self.crash_in = None

    def consumer(self, wrap=lambda transport: transport):
        return Consumer(
            database=self.database,
            handlers={MADE: each(self._handle)},
            transport=wrap(self._log.transport(self.database)),
            stop=self.stop,
        )

    def read(self, count, wrap=lambda transport: transport):
        """Consume until so many events are in the inbox."""
        consumer = self.consumer(wrap)
        try:
            for _ in range(200):
                if self.claimed() >= count:
                    break
                records = consumer._transport.poll()
                if records:
                    consumer.process(records)
        finally:
            consumer._transport.close()

    def claimed(self):
        inbox = SERVICE.metadata.info["chassis"].inbox
        with self.database.transaction() as session:
            return session.scalar(select(func.count()).select_from(inbox))

    def effects(self):
        """The events in the order of their recording here: each leaves a row in this outbox."""
        outbox_table = SERVICE.metadata.info["chassis"].outbox.c
        with self.database.transaction() as session:
            return [
                msgspec.json.decode(payload)["id"]
                for payload in session.scalars(select(outbox_table.payload).order_by(outbox_table.seq))
            ]

    def _handle(self, session, event):
        self.calls.append(event.id)
        if self.crash_in is not None and len(self.calls) == self.crash_in:
            self.crash_in = None
            raise Crash
        data = msgspec.json.decode(event.data)
        outbox.record(session, msgspec.structs.replace(event, data=data))


@pytest.fixture
def reader(database_for, log):
    return Reader(database_for(SERVICE), log)


class Unacknowledged:
    """A transport whose process dies between the database and the acknowledgement."""

    def __init__(self, inner):
        self._inner = inner
        self.poll, self.settle, self.rewind, self.close = inner.poll, inner.settle, inner.rewind, inner.close

    def acknowledge(self, _):
        raise Crash


def by_key(events, ids):
    keys = {str(event.id): event.key for event in events}
    order = defaultdict(list)
    for event_id in ids:
        order[keys[event_id]].append(event_id)
    return order


def some(probe, log, count=45, keys=3):
    owners = [new_id() for _ in range(keys)]
    events = [event for number in range(count) for event in record(probe, 1, key=owners[number % keys])]
    log.flush()
    return events


def test_a_new_group_begins_with_the_first_event_and_keeps_the_order_of_each_key(probe, log, reader):
    events = some(probe, log)

    reader.read(45)

    assert by_key(events, reader.effects()) == by_key(events, [str(event.id) for event in events])


def test_a_new_consumer_goes_on_behind_what_was_acknowledged(probe, log, reader):
    first = some(probe, log)
    reader.read(45)
    calls = len(reader.calls)
    second = some(probe, log, count=5)

    reader.read(50)

    assert set(reader.calls[calls:]) == {event.id for event in second}
    assert {UUID(event_id) for event_id in reader.effects()} == {event.id for event in first + second}


def test_a_crash_before_the_database_commit_loses_and_doubles_nothing(probe, log, reader):
    events = some(probe, log)
    reader.crash_in = 27
    with pytest.raises(Crash):
        reader.read(45)

    reader.read(45)

    assert sorted(reader.effects()) == sorted(str(event.id) for event in events)
    assert by_key(events, reader.effects()) == by_key(events, [str(event.id) for event in events])


def test_a_crash_after_the_database_commit_loses_and_doubles_nothing(probe, log, reader):
    events = some(probe, log)
    with pytest.raises(Crash):
        reader.read(45, Unacknowledged)

    reader.read(45)

    assert sorted(reader.effects()) == sorted(str(event.id) for event in events)
    assert by_key(events, reader.effects()) == by_key(events, [str(event.id) for event in events])


def test_gaps_between_positions_are_passed_over_and_nothing_behind_them_is_missed(probe, log, reader):
    events = [*record(probe, 45, key=new_id()), *record(probe, 45)]
    with probe.database.transaction() as session:
        outbox.sequence_pending(session)
        # Single ones, more than a page together, and the last ones.
        session.execute(
            text("DELETE FROM outbox WHERE position % 3 = 0 OR position BETWEEN 30 AND 59 OR position > 80")
        )
    kept = [event for number, event in enumerate(events, 1) if number % 3 and not 30 <= number <= 59 and number <= 80]
    log.flush()

    reader.read(len(kept))
    late = some(probe, log, count=5)
    reader.read(len(kept) + 5)

    assert by_key(events + late, reader.effects()) == by_key(events + late, [str(event.id) for event in kept + late])
    assert len(reader.calls) == len(kept) + 5


def test_a_rewind_hands_out_again_what_was_not_acknowledged(probe, log, reader):
    some(probe, log)
    transport = log.transport(reader.database)
    first = next(records for _ in range(50) if (records := transport.poll()))
    with reader.database.transaction() as session:
        transport.settle(session, first[:1])
    transport.acknowledge(first[:1])

    transport.rewind()
    again = set()
    for _ in range(50):
        again |= {(record.partition, record.position) for record in transport.poll()}
        if len(again) >= 44:
            break
    transport.close()

    assert (first[0].partition, first[0].position) not in again
    assert {(record.partition, record.position) for record in first[1:]} <= again


def test_the_lag_says_how_far_the_end_is_and_is_none_behind_it(probe, log, reader):
    some(probe, log)
    consumer = reader.consumer()
    transport = consumer._transport

    def lag():
        return sum(transport.lag().values())

    try:
        until(transport.poll, "nothing comes")
        until(lambda: transport.poll() is not None and lag() > 0, "there is no lag")
        transport.rewind()
        until(lambda: consumed(consumer) or reader.claimed() == 45, "not all come")
        until(lambda: not transport.poll() and lag() == 0, "the lag stays")
    finally:
        transport.close()


def consumed(consumer):
    if records := consumer._transport.poll():
        consumer.process(records)


def until(condition, what):
    # Kafka's lag is measured every few seconds.
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, what
