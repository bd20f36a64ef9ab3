"""What the relay does with an event that Kafka refuses though the outbox took it; a publisher in memory refuses it."""

from threading import Event as StopSignal
from threading import Thread

import msgspec
import pytest
from kafka_probe import record

from asn_chassis import dead_letters
from asn_chassis.events.record import Record
from asn_chassis.outbox import publication
from asn_chassis.publish import relay as relaying
from asn_chassis.publish.publisher import Refused
from asn_chassis.publish.relay import EventRefused, Relay

SCORE = 4


class Fussy:
    """Takes whole batches, and none that holds what it dislikes."""

    def __init__(self):
        self.taken = []
        self.asked = 0
        self.refuses = lambda value: value["data"]["score"] == SCORE

    def publish(self, messages):
        self.asked += len(messages)
        values = [msgspec.json.decode(message.value) for message in messages]
        if any(map(self.refuses, values)):
            raise Refused("too large")
        self.taken += [value["id"] for value in values]

    def close(self):
        """Nothing to let go of."""


@pytest.fixture
def fussy():
    return Fussy()


def relay_of(probe, publisher, stop=None):
    stop = stop or StopSignal()
    return Relay(database=probe.database, publisher=publisher, topic="t", dead_letter_topic="d", stop=stop)


def watermark(probe):
    with probe.database.transaction() as session:
        return publication.unpublished(session, 1)[0]


def test_all_before_it_goes_out_once_and_nothing_behind_it(probe, fussy):
    before = record(probe, 37)
    record(probe, 1, score=SCORE)
    record(probe, 200)
    relay = relay_of(probe, fussy)

    for _ in range(2):
        with pytest.raises(EventRefused, match="position 38 is refused"):
            relay.drain()

    assert fussy.taken == [str(event.id) for event in before]
    assert watermark(probe) == 37


def test_a_second_look_sends_the_refused_event_alone(probe, fussy):
    record(probe, 1, score=SCORE)
    record(probe, 200)
    relay = relay_of(probe, fussy)
    with pytest.raises(EventRefused):
        relay.drain()
    fussy.asked = 0

    with pytest.raises(EventRefused):
        relay.drain()

    assert fussy.asked == 1


def test_it_goes_on_in_whole_batches_when_kafka_takes_the_event_after_all(probe, fussy):
    (refused,) = record(probe, 1, score=SCORE)
    behind = record(probe, 700)
    relay = relay_of(probe, fussy)
    with pytest.raises(EventRefused):
        relay.drain()

    fussy.refuses = lambda _: False
    relay.drain()

    assert fussy.taken == [str(event.id) for event in (refused, *behind)]
    assert watermark(probe) == 701


def test_a_running_relay_says_so_and_waits(probe, fussy, caplog):
    record(probe, 1, score=SCORE)
    stop = StopSignal()
    said = StopSignal()
    fussy.refuses = lambda _: said.set() or True
    thread = Thread(target=relay_of(probe, fussy, stop).run)
    thread.start()

    assert said.wait(10)
    stop.set()
    thread.join(10)

    assert not thread.is_alive()
    (line,) = [line for line in caplog.records if line.name == relaying.__name__ and line.levelname == "CRITICAL"]
    assert (line.message, line.position) == ("Kafka refuses an event, relaying stands still", 1)


def test_a_refused_dead_letter_holds_nobody_up(probe, fussy):
    for position in (1, 2):
        with probe.database.transaction() as session:
            dead_letters.bury(
                session,
                Record("s", 0, position, "k", b'{"id": "x", "data": {"score": 4}}'),
                reason="r",
                code="impossible",
            )
    (event,) = record(probe, 1)

    relay_of(probe, fussy).drain()

    assert fussy.taken == [str(event.id)]
    with probe.database.transaction() as session:
        assert dead_letters.unpublished(session) == []
