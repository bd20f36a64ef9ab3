"""The feed for strangers: by type, by subject, by class, and for machines that reach all alone."""

import json
from datetime import timedelta

import httpx
import pytest
from probe import made
from sqlalchemy import select, text

from asn_chassis import outbox
from asn_chassis.clock import now
from asn_chassis.consume.feed import SCOPE, FeedTransport
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.outbox import feed as pages
from asn_chassis.testing import owner_of

ALL = SCOPE.split()
OPENED, MADE, MOVED = "asn.probe.shop-opened.v1", "asn.probe.thing-made.v1", "asn.probe.person-moved.v1"
CLASSES = {OPENED: "public", MADE: "internal", MOVED: "personal"}


def an_event(event_type, subject="shops/1"):
    if event_type == MADE:
        return made({"id": new_id(), "score": 1}, subject=subject)
    classification = CLASSES.get(event_type, "public")
    return Event.of(
        event_type, subject=subject, key=new_id(), version=1, data={}, at=now(), classification=classification
    )


@pytest.fixture
def told(probe):
    """Events of every class, in the order of their positions."""
    types = [OPENED, MADE, MOVED, OPENED, MOVED, MADE]
    with probe.database.transaction() as session:
        outbox.record(session, *(an_event(name, f"shops/{number}") for number, name in enumerate(types)))


def ask(probe, query="", *scopes, **claims):
    token = probe.tokens.mint("probe", *(scopes or ALL), **claims)
    return probe.client().get(f"/v1/events?{query}", headers={"Authorization": f"Bearer {token}"})


def positions(answer):
    return [event["position"] for event in answer.json]


@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        (["events:read"], [1, 4]),
        (["events:read", "events:read-internal"], [1, 2, 4, 6]),
        (["events:read", "events:read-personal"], [1, 3, 4, 5]),
        (ALL, [1, 2, 3, 4, 5, 6]),
    ],
)
@pytest.mark.usefixtures("told")
def test_a_class_is_shown_to_who_holds_its_scope(probe, scopes, seen):
    answer = ask(probe, "", *scopes)

    assert positions(answer) == seen
    assert "after=6" in answer.headers["Link"]


@pytest.mark.parametrize("scopes", [["events:read-internal"], ["events:read-personal"], ["probe:read"]])
@pytest.mark.usefixtures("told")
def test_the_scope_of_a_class_alone_opens_nothing(probe, scopes):
    assert ask(probe, "", *scopes).status_code == 403


@pytest.mark.parametrize(
    ("types", "seen"),
    [
        ("shop-opened", [1, 4]),
        ("asn.probe.shop-opened.v1", [1, 4]),
        ("asn.probe.shop-opened.v2", []),
        ("shop-opened,person-moved", [1, 3, 4, 5]),
        ("person-moved,asn.probe.person-moved.v1", [3, 5]),
    ],
)
@pytest.mark.usefixtures("told")
def test_types_are_asked_for_by_whole_or_short_name(probe, types, seen):
    answer = ask(probe, f"types={types}")

    assert positions(answer) == seen
    assert "after=6" in answer.headers["Link"], "whatever was left out, the cursor goes on"


@pytest.mark.parametrize(
    "types", ["shop-closed", "shop-opened,", "asn.probe.shop-opened.v3", "asn.other.thing-made.v1", "*"]
)
def test_an_unknown_type_is_refused_with_the_known_ones(probe, types):
    answer = ask(probe, f"types={types}")

    (error,) = answer.json["errors"]
    assert (answer.status_code, error["pointer"], error["in"]) == (422, "/types", "query")
    assert {OPENED, MADE, MOVED} < set(error["params"]["choices"].split(", "))


@pytest.mark.usefixtures("told")
def test_a_type_that_the_caller_may_not_see_is_refused_by_name(probe):
    answer = ask(probe, "types=shop-opened,person-moved", "events:read", "events:read-internal")

    assert (answer.status_code, answer.json["code"]) == (403, "insufficient-scope")
    assert answer.headers["WWW-Authenticate"].endswith('scope="events:read-personal"')


@pytest.mark.usefixtures("told")
def test_the_events_of_one_subject(probe):
    assert positions(ask(probe, "subject=shops/2")) == [3]
    assert positions(ask(probe, "subject=shops/2", "events:read")) == [], "a subject opens no class"
    assert positions(ask(probe, "subject=shops/2&types=shop-opened")) == []
    assert positions(ask(probe, "subject=shops/9")) == []


@pytest.mark.usefixtures("told")
def test_following_the_link_reads_each_event_once_by_any_filter(probe):
    seen, address = [], "/v1/events?after=0&limit=1&types=shop-opened,person-moved"
    for _ in range(8):
        answer = probe.client(*ALL).get(address)
        seen += positions(answer)
        address = answer.headers["Link"].split(">")[0][1:]

    assert seen == [1, 3, 4, 5]
    assert address == f"/v1/events?after=6&limit=1&types={MOVED},{OPENED},asn.probe.shop-opened.v2"


@pytest.mark.parametrize(
    "claims",
    [
        {"reach": "subtree", "unit": str(new_id())},
        {"reach": "self"},
        {"reach": "provider"},
        {"reach": None},
        {"auth_time": 1_800_000_000},
    ],
)
@pytest.mark.usefixtures("told")
def test_the_feed_is_for_machines_that_reach_all(probe, claims):
    answer = ask(probe, "", **claims)

    assert (answer.status_code, answer.json["code"]) == (403, "reach-too-narrow")


@pytest.fixture
def large(probe):
    """A log of 100,000 events; one in a hundred is public, and a subject has ten."""
    with probe.database.transaction() as session:
        session.execute(
            text("""
            INSERT INTO outbox (position, event_id, type, class, subject, key, payload)
            SELECT n, gen_random_uuid(), CASE WHEN n % 100 = 0 THEN :opened ELSE :made END,
                   CASE WHEN n % 100 = 0 THEN 'public' ELSE 'internal' END, 'things/' || n % 10000, 'k', '{}'
            FROM generate_series(1, 100000) AS n"""),
            {"opened": OPENED, "made": MADE},
        )
        session.execute(text("UPDATE outbox_log SET last_position = 100000"))
    return probe


QUESTIONS = [
    (0, None, None),
    (99_000, None, None),
    (0, [OPENED], None),
    (50_000, [OPENED, MADE], None),
    (0, [MOVED], None),
    (99_999, [MOVED, OPENED], None),
    (0, [MADE], "things/7"),
    (0, None, "things/nobody"),
]


@pytest.mark.slow
@pytest.mark.parametrize("statistics", [False, True])
def test_a_page_of_100_000_events_reads_an_index_and_little_of_it(large, statistics):
    table, engine = large.service.metadata.info["chassis"].outbox, large.database.engine
    if statistics:
        with owner_of(large.database).begin() as connection:
            connection.exec_driver_sql("ANALYZE outbox")
    for after, types, subject in QUESTIONS:
        query = pages._events(table, after, 50, types, subject)
        words = query.compile(engine, compile_kwargs={"literal_binds": True})
        with engine.connect() as connection:
            (plan,) = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {words}").one()[0]

        assert "Seq Scan" not in json.dumps(plan), (types, subject)
        assert plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] < 250, (types, subject)


def test_a_consumer_asks_for_its_types_and_its_cursor_goes_on_over_the_others(probe, told):
    assert told is None
    caller = httpx.Client(
        transport=httpx.WSGITransport(app=probe.app),
        base_url="http://probe.test",
        headers={"Authorization": f"Bearer {probe.tokens.mint('probe', *ALL)}"},
    )
    transport = FeedTransport(
        stream="asn.probe.v1", client=caller, database=probe.database, types=[OPENED], page=1, wait=timedelta(0)
    )

    read = []
    while records := transport.poll():
        with probe.database.transaction() as session:
            transport.settle(session, records)
        transport.acknowledge(records)
        read += [record.position for record in records]

    cursor = probe.service.metadata.info["chassis"].cursor.c
    with probe.database.transaction() as session:
        assert (read, session.scalar(select(cursor.position))) == ([1, 4], 6)
