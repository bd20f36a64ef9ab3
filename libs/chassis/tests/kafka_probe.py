"""What the tests on a real broker share."""

from probe import made

from asn_chassis import outbox
from asn_chassis.events.event import Event
from asn_chassis.ids import new_id


def record(probe, count, *, key=None, score=3):
    events = []
    with probe.database.transaction() as session:
        for _ in range(count):
            event = made({"id": key or new_id(), "score": score})
            outbox.record(session, event)
            events.append(event)
    return events


def ids(messages):
    return [Event.from_wire(message.value).id for message in messages]
