"""Whoever asks how a service stands hears of what holds it back, and nothing of what a message said."""

from threading import Event as StopSignal
from uuid import UUID

import pytest
from probe import SERVICE, made
from sqlalchemy import text

from asn_chassis.consume.consumer import LONGEST_SILENCE, Consumer
from asn_chassis.events.flow import Flow, flow
from asn_chassis.ids import new_id
from asn_chassis.parts import parts
from asn_chassis.testing.memory import MemoryTransport


def refused(score=-1, correlation_id="closed-loop-2026-S1"):
    """An event that no retry can mend: a score is never negative."""
    with flow(Flow(correlation_id)):
        return made({"id": new_id(), "score": score})


def status(probe, **query):
    return probe.client("status:read").get("/v1/status", query_string=query).json


def test_where_nothing_is_held_back_all_is_well(probe):
    probe.deliver(refused(score=3))

    assert status(probe) == {
        "service": "probe",
        "standing": "ok",
        "dead": 0,
        "parked": 0,
        "failed_jobs": 0,
        "dead_letters": [],
    }


def test_the_letter_that_holds_events_back_is_named_by_type_key_reason_and_flow(probe):
    event = refused()
    probe.deliver(event, event)
    probe.deliver_bytes(b'{"specversion": "1.0", "type": "Budi was here", "id": "NIP 198001012005011001"}')

    told = status(probe, correlation_id="closed-loop-2026-S1")

    assert (told["standing"], told["dead"], told["parked"]) == ("holds-back", 2, 1)
    (letter,) = told["dead_letters"]
    assert (letter["type"], letter["code"]) == ("asn.probe.thing-made.v1", "impossible")
    assert UUID(letter["key"]) == UUID(event.key)
    assert letter["correlation_id"] == "closed-loop-2026-S1"
    everything = probe.client("status:read").get("/v1/status").text
    assert "not-an-event" in everything
    assert "Budi" not in everything
    assert "1980" not in everything


def test_a_key_that_is_no_id_is_nobodys_to_see(probe):
    transport = MemoryTransport()
    transport.put(b"rubbish", key="Budi Santoso")
    probe.consumer(transport).drain()

    assert [letter["key"] for letter in status(probe)["dead_letters"]] == [None]


def test_131_dead_letters_and_everybody_who_asks_hears_that_it_stands_still(probe):
    probe.deliver_bytes(*[b"rubbish"] * 131)
    consumer = Consumer(
        database=probe.database, handlers=SERVICE.handlers, transport=MemoryTransport(), stop=StopSignal()
    )

    assert consumer.trouble() is None
    assert consumer.tripped()
    assert consumer.trouble() == "131 dead letters wait for somebody to look at them; 100 stop it"
    told = status(probe)
    assert (told["standing"], told["dead"], len(told["dead_letters"])) == ("stands-still", 131, 20)
    # No restart of a web role mends it.
    assert probe.client().get("/healthz/ready").status_code == 200

    with probe.database.transaction() as session:
        session.execute(text("UPDATE dead_letter SET state = 'DROPPED'"))
    assert not consumer.tripped()
    assert consumer.trouble() is None
    assert status(probe)["standing"] == "ok"


def test_a_consumer_in_which_nothing_succeeds_says_so_after_a_minute(probe):
    class Broken(MemoryTransport):
        def poll(self):
            stop.set()
            raise ConnectionError("the source is away")

    stop = StopSignal()
    consumer = Consumer(database=probe.database, handlers=SERVICE.handlers, transport=Broken(), stop=stop)
    consumer.run()
    assert consumer.trouble() is None

    consumer.last_round -= LONGEST_SILENCE + 1

    assert consumer.trouble() == f"nothing has succeeded for {LONGEST_SILENCE + 1:.0f} seconds: ConnectionError"


@pytest.mark.parametrize("scopes", [(), ("probe:read",), ("events:read",)])
def test_it_is_not_told_to_everybody(probe, scopes):
    assert probe.client(*scopes).get("/v1/status").status_code in (401, 403)


@pytest.mark.parametrize("column", ["payload", "headers", "reason", "key"])
def test_the_web_login_sees_nothing_of_the_message_itself(probe, column):
    web = parts(probe.app).database

    with pytest.raises(Exception, match="permission denied"), web.transaction() as session:
        session.execute(text(f"SELECT {column} FROM dead_letter"))  # noqa: S608 -- ours
