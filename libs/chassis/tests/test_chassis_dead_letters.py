"""Dead letters from the command line: what is shown, replayed and given up, in order while live messages flow."""

import hashlib
import signal
from dataclasses import replace
from datetime import timedelta
from threading import Event as StopSignal
from threading import Thread

import httpx
import msgspec
import pytest
from kafka_probe import record
from probe import MADE, SERVICE, made, things
from sqlalchemy import insert, select, update

from asn_chassis.consume import replaying
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import FeedTransport, key_of
from asn_chassis.consume.history import of_feed, of_topic
from asn_chassis.consume.kafka import KafkaTransport
from asn_chassis.consume.rebuilding import rebuild
from asn_chassis.errors import Unprocessable
from asn_chassis.events.handlers import each
from asn_chassis.events.reading import read
from asn_chassis.ids import new_id
from asn_chassis.service import Replica
from asn_chassis.testing.memory import MemoryTransport


class Numbered(msgspec.Struct):
    thing_id: str
    score: int


class Moody:
    """A handler that refuses one score until it is told to be good; keeps the scores of each key in order."""

    def __init__(self):
        self.refuses = {13}

    def __call__(self, session, event):
        thing = read(event, Numbered)
        if thing.score in self.refuses:
            raise Unprocessable(f"{thing.score} is unlucky")
        session.execute(insert(things).values(id=new_id(), name=f"{event.key}:{event.id}", score=thing.score))


@pytest.fixture
def moody():
    return Moody()


@pytest.fixture
def service(run_service, moody):
    return run_service(replace(SERVICE, handlers={MADE: each(moody)}))


@pytest.fixture
def run(service):
    runner = service.worker.test_cli_runner()

    def command(*words):
        with service.worker.app_context():
            result = runner.invoke(args=["dead-letters", *words])
        return result.exit_code, result.output

    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    yield command
    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])


def numbered(key, *scores):
    return [made({"id": key, "score": score}) for score in scores]


def scores(service, key):
    with service.database.transaction() as session:
        rows = session.execute(select(things).order_by(things.c.id)).all()
    return [row.score for row in rows if row.name.startswith(str(key))]


def states(service):
    return [letter.state for letter in service.dead_letters()]


def test_a_letter_is_listed_and_shown_whole(service, run):
    service.deliver(*numbered(new_id(), 13, 14))
    first = service.dead_letters()[0]

    _, listed = run("list")
    _, shown = run("show", str(first.id))

    assert "2 unresolved" in listed
    assert "13 is unlucky" in listed
    assert first.payload.decode() in shown


def test_a_replay_resolves_the_letter_and_what_waits_behind_it_in_order(service, run, moody):
    key = new_id()
    service.deliver(*numbered(key, 1, 13, 14, 15))
    moody.refuses.clear()

    code, output = run("replay", "--id", str(service.dead_letters()[0].id))

    assert (code, scores(service, key)) == (0, [1, 13, 14, 15])
    assert "3 resolved" in output
    assert states(service) == ["RESOLVED"] * 3
    service.deliver(*numbered(key, 16))
    assert scores(service, key) == [1, 13, 14, 15, 16]


def test_a_letter_that_fails_again_stays_and_holds_the_others_of_its_key_only(service, run):
    stuck, free = new_id(), new_id()
    service.deliver(*numbered(stuck, 13, 14), *numbered(free, 1))

    code, output = run("replay", "--all")

    assert code == 1
    assert "13 is unlucky" in output
    assert states(service) == ["DEAD", "PARKED"]
    assert (service.dead_letters()[0].attempts, scores(service, free)) == (2, [1])


def test_a_dropped_letter_lets_the_others_follow_by_replay(service, run):
    key = new_id()
    service.deliver(*numbered(key, 13, 14))

    _, output = run("drop", str(service.dead_letters()[0].id))
    assert f"1 wait behind it: replay --key {key}" in output
    run("replay", "--key", str(key))

    assert scores(service, key) == [14]
    assert states(service) == ["DROPPED", "RESOLVED"]
    assert run("drop", str(service.dead_letters()[0].id))[0] == 1


def test_a_flood_is_dropped_at_once_and_what_waits_behind_it_stays(service, run):
    key = new_id()
    service.deliver_bytes(*[b"no json"] * 5)
    service.deliver(*numbered(key, 13, 14))

    _, by_reason = run("drop", "--reason", "not a CloudEvent")
    _, others = run("drop", "--all")

    assert "5 dropped; 2 unresolved" in by_reason
    assert "1 dropped; 1 unresolved" in others
    run("replay", "--all")
    assert scores(service, key) == [14]
    assert states(service) == ["DROPPED"] * 6 + ["RESOLVED"]


def test_a_reason_is_text_and_no_pattern(service, run):
    service.deliver_bytes(b"no json")

    assert "0 dropped; 1 unresolved" in run("drop", "--reason", "%")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--reason", ""),
        ("--reason", " "),
        ("--all", "--reason", "x"),
        ("01a20f32-0c6a-7488-ae3f-f4ef9e6eb3fe", "--all"),
    ],
)
def test_say_what_to_drop(service, run, arguments):
    service.deliver_bytes(b"no json")

    assert run("drop", *arguments)[0] == 2
    assert states(service) == ["DEAD"]


def test_what_strangers_sent_does_not_command_the_terminal(service, run):
    service.deliver_bytes(b'{"partitionkey": "\\u001b[2Jx", "\x1b]0;title\x07": "\xe2\x80\xae"}')
    letter = service.dead_letters()[0]

    shown = run("list")[1] + run("show", str(letter.id))[1]

    assert "\\x1b]0;title\\x07" in shown
    assert all(sign.isprintable() or sign == "\n" for sign in shown)


def test_letters_without_a_key_are_replayed_one_by_one(service, run):
    service.deliver_bytes(b"no json", b"no json either")

    code, _ = run("replay", "--all")

    assert code == 1
    assert [letter.attempts for letter in service.dead_letters()] == [2, 2]


def test_two_replays_at_once_are_one_too_many(service, run):
    with replaying.exclusive(service.database):
        code, output = run("replay", "--all")

    assert code == 1
    assert "another replay is running" in output


def test_say_what_to_replay(run):
    assert run("replay")[0] == 2
    assert run("replay", "--all", "--key", "x")[0] == 2


def test_a_replay_keeps_the_order_of_each_key_while_live_messages_flow(service, moody):
    keys = [new_id() for _ in range(3)]
    transport = MemoryTransport(page=5)

    def put(score):
        for key in keys:
            (event,) = numbered(key, score)
            transport.put(event.to_wire(), key=key_of(event.to_wire()))

    stop = StopSignal()
    live = Thread(
        target=Consumer(
            database=service.database, handlers=service.service.handlers, transport=transport, stop=stop
        ).run
    )
    for score in range(10, 30):
        put(score)
    live.start()
    try:
        _until(lambda: len(states(service)) > 20)
        replay = replaying.Replay(database=service.database, handlers=service.service.handlers)
        for score in range(30, 60):
            put(score)
            if score == 40:
                moody.refuses.clear()
            with service.database.transaction() as session:
                chains = replaying.chains(session)
            for chain in chains:
                replay.run(chain, lambda: True)
        _until(lambda: transport._acknowledged == len(transport._log))
    finally:
        stop.set()
        live.join(10)
    with service.database.transaction() as session:
        chains = replaying.chains(session)
    for chain in chains:
        replay.run(chain, lambda: True)

    assert [scores(service, key) for key in keys] == [list(range(10, 60))] * 3
    assert set(states(service)) == {"RESOLVED"}


def on_total(session, event):
    """A handler that would count an event twice if it came twice."""
    thing = read(event, Numbered)
    if thing.score == 13:
        raise Unprocessable("13 is unlucky")
    found = session.execute(
        update(things)
        .where(things.c.name == event.key)
        .values(score=things.c.score + thing.score)
        .returning(things.c.id)
    )
    if not found.first():
        session.execute(insert(things).values(id=event.key, name=event.key, score=thing.score))


TOTALS = Replica(tables=[things], handlers={MADE: each(on_total)})


def content(database):
    with database.transaction() as session:
        rows = session.execute(select(things).order_by(things.c.id)).all()
    return hashlib.sha256(repr(rows).encode()).hexdigest(), len(rows)


def consume_all(database, transport, count):
    consumer = Consumer(database=database, handlers=TOTALS.handlers, transport=transport, stop=StopSignal())
    seen = 0
    while seen < count:
        records = transport.poll()
        if records:
            consumer.process(records)
        seen += len(records)
    transport.close()


def spoil(database):
    with database.transaction() as session:
        session.execute(update(things).values(score=-1))


def events_of(probe, count):
    for number in range(count):
        record(probe, 1, key=KEYS[number % len(KEYS)], score=13 if number == 7 else number)


KEYS = [new_id() for _ in range(4)]


def test_a_read_model_is_rebuilt_from_a_feed_to_the_same_content(probe, database_for):
    reader = database_for(SERVICE)
    events_of(probe, 40)

    def client():
        return httpx.Client(
            transport=httpx.WSGITransport(app=probe.app),
            base_url="http://probe",
            headers={"Authorization": f"Bearer {probe.tokens.mint('probe', 'events:read', 'events:read-internal')}"},
        )

    feed = FeedTransport(stream="asn.probe.v1", client=client(), database=reader, page=10, wait=timedelta(0))
    consume_all(reader, feed, 40)
    events_of(probe, 5)  # not consumed yet, so not to be applied
    before = content(reader)
    spoil(reader)

    rebuild(reader, TOTALS, {"asn.probe.v1": of_feed(client, "asn.probe.v1", reader)})

    assert content(reader) == before
    assert before[1] == 4


@pytest.mark.engine
def test_a_read_model_is_rebuilt_from_topics_to_the_same_content(probe, database_for, broker, relay):
    reader, topic, group = database_for(SERVICE), broker.topic(partitions=2), f"g-{new_id()}"
    publisher = relay(topic=topic)
    events_of(probe, 40)
    publisher.drain()
    transport = KafkaTransport(cluster=broker.cluster, group=group, topics=[topic], client_id="t", max_poll_records=10)
    consume_all(reader, transport, 40)
    with reader.transaction() as session:  # the inbox forgets in time
        session.execute(SERVICE.metadata.info["chassis"].inbox.delete())
    events_of(probe, 5)
    publisher.drain()
    before = content(reader)
    spoil(reader)

    rebuild(reader, TOTALS, {topic: of_topic(broker.cluster, topic, group)})

    assert content(reader) == before


def test_an_unknown_read_model_is_said_to_be_unknown(probe):
    with probe.worker.app_context():
        result = probe.worker.test_cli_runner().invoke(args=["rebuild", "nothing"])

    assert result.exit_code == 1
    assert "has no read model 'nothing'" in result.output


def _until(condition):
    from time import monotonic, sleep  # noqa: PLC0415

    deadline = monotonic() + 30
    while not condition():
        assert monotonic() < deadline
        sleep(0.05)
