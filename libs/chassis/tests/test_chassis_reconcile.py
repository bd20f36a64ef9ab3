"""Reconciling: what a source has published and what was consumed of it, after whatever may have happened to either."""

from datetime import timedelta
from threading import Event as StopSignal

import httpx
import pytest
from probe import MADE, SERVICE, ThingMade, made, things
from sqlalchemy import delete, insert, select, text

from asn_chassis import outbox
from asn_chassis.clock import now
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import FeedTransport, SourceRestored
from asn_chassis.consume.history import _feed_records
from asn_chassis.consume.reconciling import Reconciling
from asn_chassis.errors import Unprocessable
from asn_chassis.events.event import Event
from asn_chassis.events.handlers import each
from asn_chassis.events.reading import read
from asn_chassis.ids import new_id
from asn_chassis.outbox import publication
from asn_chassis.testing import owner_of

STREAM = "asn.probe.v1"


def handle(session, event):
    thing = read(event, ThingMade)
    if thing.score == 13:
        raise Unprocessable("13 is unlucky")
    session.execute(insert(things).values(id=new_id(), name=f"{event.key}:{event.id}", score=thing.score))


HANDLERS = {MADE: each(handle)}


class Reader:
    def __init__(self, probe, database):
        self.probe, self.database = probe, database

    def client(self):
        token = self.probe.tokens.mint("probe", "events:read", "events:read-internal", "events:read-personal")
        return httpx.Client(
            transport=httpx.WSGITransport(app=self.probe.app),
            base_url="http://probe",
            headers={"Authorization": f"Bearer {token}"},
        )

    def transport(self):
        return FeedTransport(
            stream=STREAM, client=self.client(), database=self.database, page=3, wait=timedelta(0), types=[MADE]
        )

    def consume(self):
        consumer = Consumer(database=self.database, handlers=HANDLERS, transport=self.transport(), stop=StopSignal())
        consumer.drain()

    def reconcile(self, *, apply=False, by_cursor=True, now=False, meanwhile=lambda: None):
        def log(start, types):
            meanwhile()
            return _feed_records(self.client(), STREAM, self.database, types, start)

        with self.database.connection() as connection:
            reconciling = Reconciling(
                self.database, connection, "probe", handlers=HANDLERS, log=log, by_cursor=by_cursor, now=now
            )
            comparison = reconciling.compare()
            return (comparison, *reconciling.apply_missing()) if apply else comparison

    def scores(self):
        with self.database.transaction() as session:
            return sorted(session.scalars(select(things.c.score)))

    def lose(self, *scores):
        """Forget these as if they had never been consumed."""
        with self.database.transaction() as session:
            names = session.scalars(delete(things).where(things.c.score.in_(scores)).returning(things.c.name)).all()
            inbox = SERVICE.metadata.info["chassis"].inbox
            session.execute(delete(inbox).where(inbox.c.event_id.in_([name.split(":")[1] for name in names])))


@pytest.fixture
def reader(probe, database_for):
    return Reader(probe, database_for(SERVICE))


def flask(probe, *words):
    with probe.worker.app_context():
        return probe.worker.test_cli_runner().invoke(args=list(words))


def sequenced(probe):
    with probe.database.transaction() as session:
        outbox.sequence_pending(session)


def forward(probe, position):
    with probe.database.transaction() as session:
        outbox.forward(session, position)


def restore(probe, last):
    """Take the log back to what it was at this position."""
    with owner_of(probe.database).begin() as connection:
        connection.execute(text("DELETE FROM outbox WHERE position > :last"), {"last": last})
        connection.execute(text("UPDATE outbox_log SET last_position = :last"), {"last": last})


def publish(probe, *scores, key=None):
    with probe.database.transaction() as session:
        outbox.record(session, *(made({"id": key or new_id(), "score": score}) for score in scores))


def test_a_log_that_was_consumed_agrees(probe, reader):
    publish(probe, *range(1, 8))
    reader.consume()

    found = reader.reconcile()

    assert found.agrees
    assert (found.same, found.types, found.seen) == (7, 1, 7)


def test_what_the_consumer_has_not_come_to_is_on_its_way(probe, reader):
    publish(probe, 1, 2)
    reader.consume()
    publish(probe, 3)

    found = reader.reconcile()

    assert found.agrees
    assert (found.same, found.on_their_way) == (2, 1)
    assert reader.reconcile(by_cursor=False).on_their_way == 1, "it is younger than a minute"
    assert reader.reconcile(by_cursor=False, now=True).missing == 1


def test_what_is_consumed_while_the_log_is_read_is_not_forgotten(probe, reader):
    publish(probe, 1)
    reader.consume()
    inbox = "INSERT INTO inbox VALUES ('urn:asn:service:probe', gen_random_uuid())"

    def meanwhile():
        with reader.database.transaction() as session:
            session.execute(text(inbox))

    assert reader.reconcile(meanwhile=meanwhile).agrees
    assert not reader.reconcile().agrees


def test_what_is_missing_is_counted_by_type_and_day_and_applied_once(probe, reader):
    publish(probe, *range(1, 9))
    reader.consume()
    reader.lose(2, 5, 8)

    found, applied, refused = reader.reconcile(apply=True)

    (difference,) = found.differences
    assert (difference.event_type, difference.published, difference.consumed) == (MADE, 8, 5)
    assert (difference.missing, applied, refused) == (3, 3, [])
    assert reader.scores() == list(range(1, 9))
    assert reader.reconcile().agrees
    assert reader.reconcile(apply=True)[1:] == (0, [])


def test_a_dead_letter_waits_and_one_that_was_given_up_is_no_difference(probe, reader):
    publish(probe, 1, 13, 2)
    reader.consume()

    (waiting,) = reader.reconcile().differences
    assert (waiting.waiting, waiting.missing) == (1, 0)

    with reader.database.transaction() as session:
        session.execute(text("UPDATE dead_letter SET state = 'DROPPED'"))
    found = reader.reconcile()
    assert found.agrees
    assert found.given_up == 1


def test_what_cannot_be_applied_is_named_and_holds_back_its_key_alone(probe, reader):
    key = new_id()
    publish(probe, 1)
    publish(probe, 13, 3, key=key)
    publish(probe, 4)
    with reader.database.transaction() as session:  # as if all had been passed over
        session.execute(text("INSERT INTO cursor (stream, position) VALUES (:stream, 4)"), {"stream": STREAM})

    _, applied, refused = reader.reconcile(apply=True)

    assert (applied, reader.scores()) == (2, [1, 4])
    assert [(each.position, each.reason) for each in refused] == [
        (2, "13 is unlucky"),
        (3, "waits behind another event of its key"),
    ]


def test_behind_a_dead_letter_of_its_key_nothing_is_applied(probe, reader):
    key = new_id()
    publish(probe, 13, key=key)
    publish(probe, 2, key=key)
    reader.consume()
    with reader.database.transaction() as session:
        session.execute(text("DELETE FROM dead_letter WHERE state = 'PARKED'"))

    _, applied, refused = reader.reconcile(apply=True)

    assert applied == 0
    assert [each.reason for each in refused] == ["waits behind a dead letter of its key"]


def test_a_source_that_was_restored_has_forgotten_and_consumers_stand_still_before_it_goes_forward(probe, reader):
    publish(probe, *range(1, 7))
    reader.consume()
    restore(probe, 4)

    found = reader.reconcile()

    ((_, forgotten),) = found.forgotten
    assert (forgotten, found.seen) == (2, 6)
    consumer = Consumer(database=reader.database, handlers=HANDLERS, transport=reader.transport(), stop=StopSignal())
    with pytest.raises(SourceRestored):
        consumer.drain()

    forward(probe, found.seen)
    publish(probe, 7)
    reader.consume()
    assert reader.scores() == list(range(1, 8)), "no new event took the place of one that was seen"


def test_an_event_of_a_type_that_is_not_handled_any_more_is_not_forgotten(probe, reader):
    publish(probe, 1)
    with probe.database.transaction() as session:
        event = Event.of(
            "asn.probe.shop-opened.v1",
            subject="shops/1",
            key=new_id(),
            version=1,
            data={},
            at=now(),
            classification="public",
        )
        outbox.record(session, event)
    with reader.database.transaction() as session:
        session.execute(
            text("INSERT INTO inbox VALUES ('urn:asn:service:probe', :id, now() - interval '1 hour')"), {"id": event.id}
        )
    reader.consume()

    assert reader.reconcile().agrees


@pytest.mark.parametrize(("position", "words"), [(4, "already"), (3, "already"), (10**9 + 5, "ahead")])
def test_a_log_never_goes_back_nor_absurdly_far(probe, position, words):
    publish(probe, 1, 2, 3, 4)
    sequenced(probe)

    result = flask(probe, "events", "forward", str(position))

    assert result.exit_code == 1
    assert words in result.output


def test_what_was_not_published_when_a_log_went_forward_is_published(probe):
    publish(probe, 1, 2)
    sequenced(probe)
    forward(probe, 50)
    publish(probe, 3)

    with probe.database.transaction() as session:
        watermark, rows = publication.unpublished(session, 10)
        assert (watermark, [row.position for row in rows]) == (0, [1, 2, 51])
        publication.advance(session, old=0, new=2)
        assert publication.pending(session).events == 1


def test_a_source_that_is_none_and_one_without_an_address_are_said(probe):
    assert "does not listen to 'nobody'" in flask(probe, "reconcile", "nobody").output
    assert "ASN_FEED_URLS has no address for: probe" in flask(probe, "reconcile").output
