"""The Kafka transport and topics on a real broker: what the library's faults must not do to us."""

import socket
import time
from threading import Event as StopSignal
from threading import Thread

import pytest
from kafka import TopicPartition
from kafka.serializer import Deserializer
from kafka.structs import OffsetAndMetadata
from probe import SERVICE, made, things
from sqlalchemy import func, select, text

from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.kafka import KafkaTransport
from asn_chassis.errors import TopicsMissing
from asn_chassis.ids import new_id
from asn_chassis.kafka import clients, topics
from asn_chassis.kafka.cluster import Cluster
from asn_chassis.kafka.topics import Topic, TopicsDiffer
from asn_chassis.limits import MAX_MESSAGE_BYTES
from asn_chassis.publish.publisher import Message, Publisher

pytestmark = pytest.mark.engine

QUICK = {"session_timeout_ms": 6_000, "heartbeat_interval_ms": 1_000}


@pytest.fixture
def send(broker):
    """A function that puts raw messages into a topic: (key, value) pairs."""
    publisher = Publisher(cluster=broker.cluster, client_id="test-sender", stop=StopSignal())

    def put(topic, *pairs):
        publisher.publish([Message(topic, key, value, []) for key, value in pairs])

    yield put
    publisher.close()


def transport_for(broker, *names, group=None, **overrides):
    return KafkaTransport(
        cluster=broker.cluster, group=group or f"g-{new_id()}", topics=names, client_id="test", **QUICK | overrides
    )


def consumer_for(probe, transport, stop=None, **settings):
    return Consumer(
        database=probe.database, handlers=SERVICE.handlers, transport=transport, stop=stop or StopSignal(), **settings
    )


def drain(consumer, enough):
    """Consume until `enough()` says so."""
    for _ in range(100):
        if enough():
            break
        if records := consumer._transport.poll():
            consumer.process(records)
    consumer._transport.close()


def applied(probe):
    with probe.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(things))


def wire(score=3, key=None):
    event = made({"id": key or new_id(), "score": score})
    return event.key, event.to_wire()


def test_a_mistyped_topic_fails_at_once_with_its_name(broker):
    started = time.monotonic()
    mistyped = transport_for(broker, "asn.prboe.v1")

    with pytest.raises(TopicsMissing, match=r"asn\.prboe\.v1"):
        mistyped.poll()
    with pytest.raises(TopicsMissing, match=r"asn\.prboe\.v1"):
        topics.require(broker.cluster, ["asn.prboe.v1"], StopSignal())

    assert time.monotonic() - started < 5


def test_one_consumer_reads_several_topics(probe, broker, send):
    first, second = broker.topic(), broker.topic()
    send(first, wire())
    send(second, wire())

    drain(consumer_for(probe, transport_for(broker, first, second)), lambda: applied(probe) == 2)

    assert applied(probe) == 2


def test_offsets_are_committed_behind_the_last_with_their_leader_epoch(probe, broker, topic, send):
    send(topic, *(wire() for _ in range(7)))
    group = f"g-{new_id()}"

    drain(consumer_for(probe, transport_for(broker, topic, group=group)), lambda: applied(probe) == 7)

    with clients.admin(broker.cluster, "test") as admin:
        committed = admin.list_group_offsets(group)[group][TopicPartition(topic, 0)]
    assert (committed.offset, committed.leader_epoch) == (7, 0)


def test_offsets_reset_to_the_beginning_double_nothing(probe, broker, topic, send):
    send(topic, *(wire() for _ in range(30)))
    group = f"g-{new_id()}"
    drain(consumer_for(probe, transport_for(broker, topic, group=group)), lambda: applied(probe) == 30)
    with clients.admin(broker.cluster, "test") as admin:
        admin.alter_group_offsets(group, {TopicPartition(topic, 0): OffsetAndMetadata(0, "", -1)})

    again = consumer_for(probe, transport_for(broker, topic, group=group))
    seen = []
    while len(seen) < 30:
        records = again._transport.poll()
        seen += records
        if records:
            again.process(records)
    again._transport.close()

    assert applied(probe) == 30


@pytest.mark.parametrize("value", [b"", b"no json", b"\xff\xfe", b"{}", b'{"specversion":"1.0","id":"\\u0000"}'])
def test_poison_is_set_aside_and_its_partition_goes_on(probe, broker, topic, send, value):
    send(topic, ("poison\x00", value), wire())

    drain(consumer_for(probe, transport_for(broker, topic)), lambda: applied(probe) == 1)

    (letter,) = probe.dead_letters()
    assert (letter.stream, letter.partition, letter.position, letter.payload) == (topic, 0, 0, value)


@pytest.mark.slow
def test_after_mass_poison_the_consumer_stands_still_until_somebody_has_looked(probe, broker, topic, send):
    send(topic, *((None, b"poison") for _ in range(18)), wire())
    stop = StopSignal()
    transport = transport_for(broker, topic, max_poll_records=5, max_poll_interval_ms=3_000)
    thread = Thread(target=consumer_for(probe, transport, stop, breaker=10).run)
    thread.start()
    try:
        _wait_for(lambda: len(probe.dead_letters()) >= 10)
        time.sleep(4)  # the fault lasts so long that the group gives its place away
        stood_still_at = len(probe.dead_letters())
        with probe.database.transaction() as session:
            session.execute(text("UPDATE dead_letter SET state = 'DROPPED'"))
        _wait_for(lambda: applied(probe) == 1)
    finally:
        stop.set()
        thread.join(10)

    assert not thread.is_alive()
    assert 10 <= stood_still_at < 15
    assert len(probe.dead_letters()) == 18


def test_an_exception_out_of_poll_costs_a_new_consumer_and_nothing_else(probe, broker, topic, send):
    """A deserializer that raises stands for every fault inside the library: its next poll would spin for ever."""
    send(topic, *(wire() for _ in range(3)))
    raised = []

    class Raising(Deserializer):
        def deserialize(self, _topic, _headers, value):
            if not raised:
                raised.append(True)
                raise ValueError("broken")
            return value

    transport = transport_for(broker, topic, value_deserializer=Raising())
    with pytest.raises(ValueError, match="broken"):
        _poll_until_it_raises(transport)
    transport.rewind()

    started = time.monotonic()
    drain(consumer_for(probe, transport), lambda: applied(probe) == 3)

    assert applied(probe) == 3
    assert time.monotonic() - started < 15


@pytest.mark.slow
def test_two_consumers_that_come_and_go_lose_and_double_nothing(probe, broker, send):
    topic = broker.topic(partitions=4)
    group = f"g-{new_id()}"
    running = []

    def start():
        stop = StopSignal()
        thread = Thread(target=consumer_for(probe, transport_for(broker, topic, group=group), stop).run)
        thread.start()
        running.append((stop, thread))

    def end():
        stop, thread = running.pop(0)
        stop.set()
        thread.join(10)
        assert not thread.is_alive()

    start()
    for _ in range(3):
        send(topic, *(wire() for _ in range(100)))
        start()
        send(topic, *(wire() for _ in range(100)))
        time.sleep(1)  # the fault lasts: three consumers for a moment
        end()
    deadline = time.monotonic() + 30
    while applied(probe) < 600 and time.monotonic() < deadline:
        time.sleep(0.2)
    end()

    assert applied(probe) == 600
    assert probe.dead_letters() == []


@pytest.mark.slow
def test_a_consumer_survives_a_stall_of_the_broker_and_stops_in_time_during_one(probe, broker, topic, send):
    stop = StopSignal()
    thread = Thread(target=consumer_for(probe, transport_for(broker, topic), stop).run)
    thread.start()
    try:
        send(topic, wire())
        _wait_for(lambda: applied(probe) == 1)
        broker.pause()
        time.sleep(8)  # the fault lasts longer than the session timeout
        broker.resume()
        send(topic, wire())
        _wait_for(lambda: applied(probe) == 2)
        broker.pause()
        time.sleep(1)  # the fault lasts long enough to be noticed
        stop.set()
        asked = time.monotonic()
        thread.join(15)
        took = time.monotonic() - asked
    finally:
        broker.resume()
        stop.set()

    assert not thread.is_alive()
    assert took < 10


def test_topics_are_ensured_again_and_again(broker):
    name = f"asn.probe.v1-{new_id()}"
    declared = [Topic(name, 3, 1, {"retention.ms": "60000", "min.insync.replicas": "1"})]

    assert topics.ensure(broker.cluster, declared) == {name: "created"}
    assert topics.ensure(broker.cluster, declared) == {name: "as it should be"}

    longer = [Topic(name, 3, 1, {"retention.ms": "120000", "min.insync.replicas": "1"})]
    assert topics.ensure(broker.cluster, longer) == {name: "changed: retention.ms"}
    assert topics.ensure(broker.cluster, longer) == {name: "as it should be"}


def test_topics_ensured_by_many_at_once_are_made_once(broker):
    name = f"asn.probe.v1-{new_id()}"
    declared = [Topic(name, 3, 1, {"retention.ms": "60000"})]
    outcomes = []
    threads = [Thread(target=lambda: outcomes.append(topics.ensure(broker.cluster, declared))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 5
    assert [outcome[name] for outcome in outcomes].count("created") == 1


def test_the_partitions_of_a_topic_are_never_raised(broker):
    name = broker.topic(partitions=2)

    with pytest.raises(TopicsDiffer, match="has 2 partitions, 6 are declared"):
        topics.ensure(broker.cluster, [Topic(name, 6, 1, {})])


def test_the_declared_topics_are_those_of_the_services_and_fit_one_broker(pytestconfig):
    declared = topics.declared(pytestconfig.rootpath / "deploy" / "topics.yaml")

    assert {topic.name for topic in declared} == {
        f"asn.{service}{kind}.v1"
        for service in ("employee", "feedback", "evaluation", "training")
        for kind in ("", ".dlq")
    }
    assert {topic.configs["min.insync.replicas"] for topic in declared} == {"2"}
    single = [topic.on_fewer_brokers(1) for topic in declared]
    assert {(topic.replication, topic.configs["min.insync.replicas"]) for topic in single} == {(1, "1")}


def test_a_broker_accepts_what_the_relay_lets_through(pytestconfig):
    limits = {
        int(topic.configs["max.message.bytes"])
        for topic in topics.declared(pytestconfig.rootpath / "deploy" / "topics.yaml")
    }

    assert min(limits) >= MAX_MESSAGE_BYTES


def test_checksums_are_computed_in_c():
    clients.require_fast_checksums()
    with pytest.raises(clients.SlowChecksums):
        clients.require_fast_checksums(None)


def test_a_consumer_without_a_broker_leaves_no_thread():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        nobody = Cluster([f"127.0.0.1:{silent.getsockname()[1]}"])
        transport = KafkaTransport(cluster=nobody, group="g", topics=["t"], client_id="x", bootstrap_timeout_ms=300)
        before = _threads()
        for _ in range(3):
            with pytest.raises(clients.BrokerUnreachable, match="away, or wants TLS and a password"):
                transport.poll()

    assert _threads() == before


def _threads():
    from threading import enumerate as running  # noqa: PLC0415

    return [thread.name for thread in running() if "kafka" in thread.name]


def _wait_for(condition, within=20):
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.1)


def _poll_until_it_raises(transport):
    for _ in range(20):
        transport.poll()
