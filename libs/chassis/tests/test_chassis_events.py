"""The outbox as a log, the feed that pages it, and the consumer that applies it: on real PostgreSQL."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from uuid import uuid4

import httpx
import msgspec
import pytest
from msgspec import UNSET
from probe import MADE, made, things
from sqlalchemy import insert, select, text, update

from asn_chassis import inbox, outbox
from asn_chassis.consume.feed import CursorMoved, FeedTransport
from asn_chassis.database import tables_of
from asn_chassis.errors import ContractBreach, Unprocessable
from asn_chassis.events.event import Event
from asn_chassis.events.flow import Flow, flow
from asn_chassis.ids import new_id
from asn_chassis.limits import MAX_EVENT_BYTES
from asn_chassis.outbox import publication
from asn_chassis.publish.messages import of_event
from asn_chassis.testing.memory import MemoryTransport

ZERO = timedelta(0)


def a_thing(score=3):
    return {"id": new_id(), "score": score}


def scores(page):
    return [msgspec.json.decode(entry.payload)["data"]["score"] for entry in page.entries]


def test_an_event_survives_the_wire():
    event = made(a_thing())

    read = Event.from_wire(event.to_wire())

    assert (read.id, read.type, read.key, read.aggregateversion) == (event.id, MADE, event.key, 1)
    assert msgspec.json.decode(read.data) == {"thing_id": event.key, "score": 3}


@pytest.mark.parametrize("wire", [b"", b"no json", b"[]", b'"text"', b"{}", b'{"specversion": "0.3"}', b"\xff"])
def test_what_is_no_event_is_unprocessable(wire):
    with pytest.raises(Unprocessable):
        Event.from_wire(wire)


def test_an_event_carries_the_flow_that_caused_it():
    with flow(Flow("round-2026-1", causation_id="cause")):
        event = made(a_thing())

    assert (event.correlationid, event.causationid) == ("round-2026-1", "cause")


def test_an_anonymous_event_tells_the_day_and_nothing_of_the_moment_or_the_caller(probe):
    thing, correlation = a_thing(), uuid4()
    data = {"thing_id": thing["id"], "score": 3}
    with flow(Flow("a-request", causation_id="cause", traceparent="00-1")):
        event = Event.anonymous(
            MADE,
            subject="things/x",
            key=thing["id"],
            version=1,
            data=data,
            day=date(2026, 3, 1),
            classification="internal",
            correlation_id=correlation,
        )
        with probe.database.transaction() as session:
            outbox.record(session, event, made(a_thing()))

    (hidden, usual) = probe.published()
    assert (hidden.id, hidden.id.version, hidden.is_anonymous) == (event.id, 4, True)
    assert hidden.time == datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert (hidden.correlationid, hidden.causationid, hidden.traceparent) == (str(correlation), UNSET, UNSET)
    assert not usual.is_anonymous
    with probe.database.transaction() as session:
        dated = session.scalars(text("SELECT created_at FROM outbox ORDER BY seq")).all()
        assert dated == [event.time, session.scalar(text("SELECT max(created_at) FROM outbox"))]
        assert session.scalar(text("SELECT now() - max(created_at) < interval '1 minute' FROM outbox"))


@pytest.mark.parametrize("data", [{"score": 3}, {"thing_id": "no uuid", "score": 3}, {"thing_id": str(new_id())}])
def test_an_event_that_breaks_its_contract_never_reaches_the_outbox(probe, data):
    event = made(a_thing(), data=data)

    with pytest.raises(ContractBreach), probe.database.transaction() as session:
        outbox.record(session, event)

    assert probe.published() == []


@pytest.mark.parametrize(
    "changes", [{"dataclassification": "personal"}, {"type": "asn.probe.thing-lost.v1"}, {"type": "nonsense"}]
)
def test_an_event_without_a_published_contract_is_a_breach(probe, changes):
    with pytest.raises(ContractBreach), probe.database.transaction() as session:
        outbox.record(session, made(a_thing(), **changes))


def test_positions_are_dense_and_in_the_order_of_recording(probe):
    with probe.database.transaction() as session:
        for score in range(5):
            outbox.record(session, made(a_thing(score)))
    with probe.database.transaction() as session:
        assert outbox.sequence_pending(session) == 5
    with probe.database.transaction() as session:
        page = outbox.read_page(session, after=1, limit=3)

    assert scores(page) == [1, 2, 3]
    assert page.next_position == 4


def test_a_row_that_commits_late_is_not_missed(probe):
    with probe.database.transaction() as slow:
        outbox.record(slow, made(a_thing(1)))
        with probe.database.transaction() as quick:
            outbox.record(quick, made(a_thing(2)))
        with probe.database.transaction() as session:
            outbox.sequence_pending(session)
            first = outbox.read_page(session, after=0, limit=10)
    with probe.database.transaction() as session:
        outbox.sequence_pending(session)
        second = outbox.read_page(session, after=first.next_position, limit=10)

    assert scores(first) + scores(second) == [2, 1]


def test_many_writers_and_a_reader_lose_nothing(probe):
    def write():
        for _ in range(50):
            with probe.database.transaction() as session:
                outbox.record(session, made(a_thing()))

    writers = [Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    seen, cursor = [], 0
    while len(seen) < 300:
        writing = any(writer.is_alive() for writer in writers)
        with probe.database.transaction() as session:
            outbox.sequence_pending(session)
            page = outbox.read_page(session, after=cursor, limit=50)
        seen += [entry.payload for entry in page.entries]
        cursor = page.next_position
        assert writing or page.entries, "the log ended before all was read"
    for writer in writers:
        writer.join()

    assert len({msgspec.json.decode(payload)["id"] for payload in seen}) == 300


def test_an_event_larger_than_the_broker_takes_never_reaches_the_outbox(probe):
    size = len(made(a_thing(), correlationid="").to_wire())
    largest = made(a_thing(), correlationid="c" * (MAX_EVENT_BYTES - size))
    larger = made(a_thing(), correlationid="c" * (MAX_EVENT_BYTES - size + 1))

    too_large = rf"{MAX_EVENT_BYTES + 1} bytes, .* {MAX_EVENT_BYTES} at most"
    with pytest.raises(ContractBreach, match=too_large), probe.database.transaction() as session:
        outbox.record(session, larger)
    with probe.database.transaction() as session:
        outbox.record(session, largest)

    assert [event.id for event in probe.published()] == [largest.id]


def test_a_row_says_what_kind_of_event_it_holds(probe):
    with probe.database.transaction() as session:
        outbox.record(session, made(a_thing()))
        row = session.execute(select(tables_of(session).outbox)).one()._mapping

    assert (row["type"], row["class"], row["subject"]) == (MADE, "internal", "things/x")


def test_a_page_names_its_next_position_though_all_of_it_was_left_out(probe):
    with probe.database.transaction() as session:
        outbox.record(session, *(made(a_thing(score)) for score in range(4)))
        outbox.sequence_pending(session)
        session.execute(text("DELETE FROM outbox WHERE position > 1"))
    with probe.database.transaction() as session:
        pages = [outbox.read_page(session, after=after, limit=limit) for after, limit in ((0, 1), (0, 2), (1, 5))]

    assert [[entry.position for entry in page.entries] for page in pages] == [[1], [1], []]
    assert [page.next_position for page in pages] == [1, 4, 4]


def test_the_feed_tells_each_event_with_its_position(probe):
    with probe.database.transaction() as session:
        outbox.record(session, *(made(a_thing(score)) for score in range(3)))
        outbox.sequence_pending(session)
        session.execute(text("DELETE FROM outbox WHERE position = 2"))

    answer = probe.client("events:read", "events:read-internal").get("/v1/events")

    assert [(event["position"], event["data"]["score"]) for event in answer.json] == [(1, 0), (3, 2)]


def test_a_claim_answers_what_is_new(probe):
    ids = [new_id() for _ in range(3)]
    with probe.database.transaction() as session:
        first = inbox.claim(session, [("s", ids[0]), ("s", ids[1]), ("s", ids[1])])
    with probe.database.transaction() as session:
        second = inbox.claim(session, [("s", id_) for id_ in ids])

    assert first == {("s", ids[0]), ("s", ids[1])}
    assert second == {("s", ids[2])}


def names(probe):
    with probe.database.transaction() as session:
        return list(session.scalars(select(things.c.name).order_by(things.c.name)))


def test_an_event_delivered_again_has_one_effect(probe):
    event = made(a_thing())

    probe.deliver(event, event)
    probe.deliver(event)

    assert names(probe) == [str(event.id)]


@pytest.mark.parametrize(
    "bad",
    [
        b"not json",
        b"{}",
        made(a_thing(), data={"thing_id": "x"}).to_wire(),
        made(a_thing(-1)).to_wire(),
        made(a_thing(), type="asn.probe.thing-made.v9").to_wire(),
        made(a_thing(), data={"thing_id": "nul \x00", "score": 1}).to_wire(),
    ],
)
def test_a_bad_message_is_set_aside_with_its_reason_and_the_stream_moves_on(probe, bad):
    good = [made(a_thing()), made(a_thing())]

    probe.deliver_bytes(good[0].to_wire(), bad, good[1].to_wire())

    (letter,) = probe.dead_letters()
    assert (letter.state, letter.payload, letter.position) == ("DEAD", bad, 2)
    assert letter.reason
    assert names(probe) == sorted(str(event.id) for event in good)


def grown(event):
    """The event as a later version of its service may send it: more in the envelope, more in the data."""
    wire = msgspec.json.decode(event.to_wire())
    data = {**wire["data"], "colour": "red", "parts": [{"size": 1}]}
    return msgspec.json.encode({**wire, "data": data, "position": 7, "tenant": "x", "extensions": {"a": [1]}})


def test_an_envelope_and_data_that_have_grown_are_read_as_before(probe):
    event = made(a_thing())

    probe.deliver_bytes(grown(event))

    assert probe.dead_letters() == []
    assert names(probe) == [str(event.id)]


def test_a_grown_event_passes_every_way_out(probe, feed):
    event = made(a_thing())
    put_raw(probe, grown(event))

    assert of_event("topic", publication.Row(1, event.type, "k", grown(event))).value == grown(event)
    probe.consumer(feed()).drain()

    assert names(probe) == [str(event.id)]


def test_an_envelope_without_what_only_we_promise_is_read(probe):
    wire = msgspec.json.decode(made(a_thing()).to_wire())
    needed = {"specversion", "id", "source", "type", "time", "data"}

    probe.deliver_bytes(msgspec.json.encode({name: value for name, value in wire.items() if name in needed}))

    assert names(probe) == [wire["id"]]


def test_a_type_that_nobody_listens_to_is_passed_over(probe):
    probe.deliver(made(a_thing(), type="asn.probe.thing-sold.v1"), made(a_thing(), type="com.example.other"))

    assert probe.dead_letters() == []


def test_later_messages_of_a_key_wait_behind_its_dead_letter(probe):
    thing, other = a_thing(), a_thing()
    bad = made(thing, data={"thing_id": "x"})
    later, unrelated = made(thing), made(other)

    probe.deliver(bad, later, unrelated)

    assert [letter.state for letter in probe.dead_letters()] == ["DEAD", "PARKED"]
    assert names(probe) == [str(unrelated.id)]


class Crash(Exception):
    """Stands for a process that dies at this line."""


class CrashingTransport(MemoryTransport):
    """Dies once, before or after the commit of the database."""

    def __init__(self, when):
        super().__init__()
        self.when = when

    def _crash(self, when):
        if self.when == when:
            self.when = None
            raise Crash

    def settle(self, session, records):
        super().settle(session, records)
        self._crash("before commit")

    def acknowledge(self, records):
        self._crash("after commit")
        super().acknowledge(records)


@pytest.mark.parametrize("when", ["before commit", "after commit"])
def test_a_crash_around_the_commit_loses_and_doubles_nothing(probe, when):
    transport = CrashingTransport(when)
    events = [made(a_thing()) for _ in range(3)]
    for event in events:
        transport.put(event.to_wire(), key=event.key)
    consumer = probe.consumer(transport)

    with suppress(Crash):
        consumer.drain()
    transport.rewind()
    consumer.drain()

    assert names(probe) == sorted(str(event.id) for event in events)


def test_too_many_dead_letters_stop_the_consumer_until_somebody_looks(probe):
    letters = probe.service.metadata.info["chassis"].dead_letter
    consumer = probe.consumer(MemoryTransport())
    rows = [
        {
            "id": new_id(),
            "stream": "s",
            "partition": 0,
            "position": n,
            "payload": b"",
            "headers": {},
            "reason": "r",
            "code": "impossible",
        }
        for n in range(100)
    ]
    with probe.database.transaction() as session:
        session.execute(insert(letters).values(state="DEAD"), rows)
    assert consumer.tripped()

    with probe.database.transaction() as session:
        session.execute(update(letters).values(state="RESOLVED"))
    assert not consumer.tripped()


@pytest.fixture
def feed(probe):
    """A transport that reads the probe's own feed over HTTP, in this process."""
    caller = httpx.Client(
        transport=httpx.WSGITransport(app=probe.app),
        base_url="http://probe.test",
        headers={"Authorization": f"Bearer {probe.tokens.mint('probe', 'events:read', 'events:read-internal')}"},
    )
    return lambda **more: FeedTransport(
        stream="asn.probe.v1", client=caller, database=probe.database, **{"wait": ZERO, **more}
    )


def put_raw(probe, payload):
    table = probe.service.metadata.info["chassis"].outbox
    with probe.database.transaction() as session:
        session.execute(
            insert(table).values(
                {"event_id": new_id(), "type": MADE, "class": "internal", "subject": "", "key": "k", "payload": payload}
            )
        )


def test_the_feed_delivers_every_event_in_order_and_remembers_the_place(probe, feed):
    events = [made(a_thing()) for _ in range(5)]
    with probe.database.transaction() as session:
        for event in events:
            outbox.record(session, event)

    first = probe.consumer(feed(page=2))
    assert first.drain() == 5
    assert probe.consumer(feed()).drain() == 0

    assert names(probe) == sorted(str(event.id) for event in events)


def test_a_broken_event_in_the_feed_does_not_stop_it(probe, feed):
    put_raw(probe, b"not json \xff")
    with probe.database.transaction() as session:
        outbox.record(session, made(a_thing()))

    probe.consumer(feed()).drain()

    assert len(probe.dead_letters()) == 1
    assert len(names(probe)) == 1


def test_two_consumers_of_one_feed_do_not_double_anything(probe, feed):
    with probe.database.transaction() as session:
        outbox.record(session, made(a_thing()))
    one, two = feed(), feed()
    first, second = one.poll(), two.poll()
    probe.consumer(one).process(first)

    with pytest.raises(CursorMoved):
        probe.consumer(two).process(second)

    assert len(names(probe)) == 1


@pytest.mark.parametrize(("query", "status"), [("after=9", 422), ("after=-1", 422), ("limit=0", 422), ("wait=60", 422)])
def test_the_feed_refuses_a_cursor_that_is_not_its_own(probe, query, status):
    assert probe.client("events:read").get(f"/v1/events?{query}").status_code == status
