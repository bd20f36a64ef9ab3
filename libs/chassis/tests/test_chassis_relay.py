"""The relay on a real broker and real PostgreSQL: what it publishes, in which order, and what it survives."""

import subprocess
import sys
import time
from pathlib import Path
from threading import Event as StopSignal
from threading import Thread
from threading import enumerate as running_threads

import pytest
from kafka_probe import ids, record
from probe import made
from sqlalchemy import text

from asn_chassis import dead_letters, outbox
from asn_chassis.events.record import Record
from asn_chassis.ids import new_id
from asn_chassis.kafka.cluster import Cluster
from asn_chassis.outbox import publication
from asn_chassis.publish.publisher import Message, Publisher, PublishingFailed
from asn_chassis.publish.relay import LONGEST_SILENCE, EventRefused

pytestmark = pytest.mark.engine

FAST = {"request_timeout_ms": 2_000, "delivery_timeout_ms": 3_000}


def watermark(probe):
    with probe.database.transaction() as session:
        return publication.unpublished(session, 1)[0]


def kafka_threads():
    return [thread.name for thread in running_threads() if "kafka" in thread.name.lower()]


def test_every_event_is_published_in_order_with_its_attributes_mirrored(probe, broker, topic, relay):
    events = record(probe, 30, key=new_id())

    assert relay().drain() == 30

    messages = broker.read(topic)
    assert ids(messages) == [event.id for event in events]
    headers = dict(messages[0].headers)
    assert messages[0].key.decode() == events[0].key
    assert headers["content-type"] == b"application/cloudevents+json; charset=UTF-8"
    assert (headers["ce_id"].decode(), headers["ce_type"].decode()) == (str(events[0].id), events[0].type)
    assert [dict(message.headers)["ce_position"] for message in messages] == [b"%d" % n for n in range(1, 31)]
    assert watermark(probe) == 30


def test_a_second_relay_stands_by(probe, relay):
    record(probe, 1)
    with probe.database.connection() as connection:
        assert relay()._locked(connection)

        assert relay().drain() == 0


def test_a_relay_whose_watermark_was_moved_does_not_move_it(probe):
    record(probe, 2)
    with probe.database.transaction() as session:
        publication.unpublished(session, 10)
        publication.advance(session, old=0, new=2)

    with pytest.raises(publication.WatermarkMoved), probe.database.transaction() as session:
        publication.advance(session, old=0, new=1)


def test_a_relay_that_loses_its_session_leaves_the_watermark_and_goes_on_with_a_new_one(probe, broker, topic, relay):
    events = record(probe, 3)
    stop = StopSignal()
    running = relay(stop)
    thread = Thread(target=running.run)
    thread.start()
    try:
        broker.read(topic, until=lambda messages: len(messages) >= 3)
        with probe.database.transaction() as session:
            session.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :lock"),
                {"lock": 0x5E1A},
            )
        events += record(probe, 3)
        messages = broker.read(topic, until=lambda messages: len(set(ids(messages))) >= 6)
    finally:
        stop.set()
        thread.join(10)

    assert set(ids(messages)) == {event.id for event in events}
    assert not thread.is_alive()


def test_the_relay_stands_still_before_an_event_that_the_broker_refuses(probe, broker, relay):
    narrow = broker.topic(**{"max.message.bytes": "2000"})
    (before,) = record(probe, 1)
    noise = made({"id": new_id(), "score": 1}, correlationid="".join(str(new_id()) for _ in range(200)))
    with probe.database.transaction() as session:
        outbox.record(session, noise)
    record(probe, 1)

    with pytest.raises(EventRefused, match="position 2"):
        relay(topic=narrow).drain()

    assert set(ids(broker.read(narrow))) >= {before.id}
    assert watermark(probe) == 1

    stop = StopSignal()
    running = relay(stop, topic=narrow)
    thread = Thread(target=running.run)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not running.troubles():
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        stop.set()
        thread.join(10)
    assert running.troubles()[narrow].startswith("the event at position 2 is refused")


def test_a_relay_in_which_nothing_succeeds_says_so_after_a_while(probe, relay):
    record(probe, 1)
    running = relay()
    running._publisher = Publisher(
        cluster=Cluster(["127.0.0.1:1"]), client_id="probe-relay", stop=running._stop, bootstrap_timeout_ms=500
    )
    thread = Thread(target=running.run)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not running._failure:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert running.troubles() == {}
        running.last_round -= LONGEST_SILENCE + 30
        assert next(iter(running.troubles().values())).endswith(" seconds: PublishingFailed")
    finally:
        running._stop.set()
        thread.join(10)


def test_dead_letters_reach_their_topic_with_reason_and_coordinates(probe, broker, dlq, relay):
    broken = Record("asn.other.v1", 2, 17, "a-key", b"no json", {"traceparent": "00-1"})
    with probe.database.transaction() as session:
        dead_letters.bury(session, broken, reason="not a CloudEvent", code="not-an-event")
    running = relay()

    running.drain()
    running.drain()

    (message,) = broker.read(dlq)
    headers = {name: value.decode() for name, value in message.headers}
    assert (message.key, message.value) == (b"a-key", b"no json")
    assert (headers["dlq_topic"], headers["dlq_partition"], headers["dlq_offset"]) == ("asn.other.v1", "2", "17")
    assert (headers["dlq_reason"], headers["dlq_error"]) == ("unprocessable", "not a CloudEvent")
    assert (headers["dlq_attempts"], headers["traceparent"]) == ("1", "00-1")
    assert headers["dlq_at"]


@pytest.mark.slow
def test_a_stall_longer_than_the_delivery_timeout_costs_nothing_but_time(probe, broker, topic, relay):
    events = record(probe, 5)
    stop = StopSignal()
    thread = Thread(target=relay(stop, **FAST).run)
    thread.start()
    try:
        broker.read(topic, until=lambda messages: len(messages) >= 5)
        broker.pause()
        try:
            events += record(probe, 50)
            time.sleep(7)  # the fault lasts longer than the delivery timeout
            events += record(probe, 5)
        finally:
            broker.resume()
            resumed = time.monotonic()
        messages = broker.read(topic, within=20, until=lambda messages: len(set(ids(messages))) >= 60)
        took = time.monotonic() - resumed
    finally:
        stop.set()
        thread.join(10)

    assert set(ids(messages)) == {event.id for event in events}
    assert watermark(probe) == 60
    assert took < 10


@pytest.mark.slow
def test_a_publisher_that_failed_leaves_no_thread_and_works_again(broker, topic):
    before = kafka_threads()
    publisher = Publisher(cluster=broker.cluster, client_id="discarded", stop=StopSignal(), **FAST)
    message = Message(topic, "key", b"value", [])
    publisher.publish([message])

    broker.pause()
    try:
        with pytest.raises(PublishingFailed):
            publisher.publish([message] * 20)
        assert kafka_threads() == before
    finally:
        broker.resume()

    publisher.publish([message])
    publisher.close()
    assert kafka_threads() == before
    assert publisher.rebuilt == 2


def test_a_broker_that_is_not_there_is_said_plainly_and_leaves_no_thread():
    before = kafka_threads()
    publisher = Publisher(cluster=Cluster(["127.0.0.1:1"]), client_id="x", stop=StopSignal(), bootstrap_timeout_ms=500)

    with pytest.raises(PublishingFailed, match="away, or wants TLS and a password"):
        publisher.publish([Message("t", None, b"", [])])

    assert kafka_threads() == before


@pytest.mark.slow
def test_another_relay_takes_over_within_two_seconds_of_a_sigkill(probe, broker, topic, dlq):
    url = probe.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, str(Path(__file__).with_name("relay_process.py")), url, *broker.servers, topic, dlq]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:  # noqa: S603 -- our own
        assert "relay active" in first.stdout.readline()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as second:  # noqa: S603
            assert "standing by" in second.stdout.readline()
            record(probe, 1)
            broker.read(topic, until=lambda messages: len(messages) >= 1)

            first.kill()
            killed = time.monotonic()
            assert "relay active" in second.stdout.readline()
            took = time.monotonic() - killed

            record(probe, 1)
            messages = broker.read(topic, until=lambda messages: len(set(ids(messages))) >= 2)
            second.terminate()
            assert second.wait(10) == 0

    assert len(set(ids(messages))) == 2
    assert took < 2
