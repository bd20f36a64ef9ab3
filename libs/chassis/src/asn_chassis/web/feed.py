"""GET /v1/events: the same events that go to Kafka, for readers who cannot reach it."""

import time
from threading import BoundedSemaphore
from typing import Any

import msgspec
from flask import Response

from asn_chassis import outbox
from asn_chassis.audit import What
from asn_chassis.web import fields
from asn_chassis.web.auditing import note
from asn_chassis.web.blueprint import Blueprint
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.schema import Schema
from asn_chassis.web.transactions import transaction

MEDIA_TYPE = "application/cloudevents-batch+json; charset=utf-8"
# Adaptive polling: prompt while events flow, cheap while none do. NOTIFY would slow every commit down.
SHORTEST_PAUSE = 0.02
LONGEST_PAUSE = 0.25
# Half of a process's threads: readers who wait never keep out those who ask, nor the question whether it is well.
WAITERS = 4
_places = BoundedSemaphore(WAITERS)

blueprint = Blueprint("events", __name__, url_prefix="/v1", description="Events of this service, in order.")


class FeedQuery(Schema):
    """Where to read on, how much, and how long an empty answer may be held back."""

    after = fields.Integer(
        min=0, max=2**62, text=True, load_default=0, metadata={"description": "Cursor: 0 is the start."}
    )
    limit = fields.Integer(min=1, max=1_000, text=True, load_default=200)
    wait = fields.Float(load_default=0.0, metadata={"description": "Seconds to wait for an event, 0 to 20."})


@blueprint.get("/events", scope="events:read", personal=False)
@blueprint.arguments(FeedQuery, location="query")
@blueprint.alt_response(200, schema={"type": "array", "items": {"type": "object"}}, content_type=MEDIA_TYPE)
def read_events(query: dict[str, Any]) -> Response:
    """Read the events behind a cursor.

    A CloudEvents batch in the order in which the facts were recorded. `Link: rel="next"` holds the cursor of the
    next page; follow it for ever. Each event carries its `position`, which rises and may leave gaps. History does not
    expire: 0 is the first event that there was. 422 when the cursor lies ahead of the log.
    """
    try:
        page = _wait_for_page(query["after"], query["limit"], query["wait"])
    except outbox.FeedUnknown as ahead:
        raise ProblemError("feed-ahead", after=ahead.after, last=ahead.last) from ahead
    body = b"[" + b",".join(map(_element, page.entries)) + b"]"
    link = f'</v1/events?after={page.next_position}&limit={query["limit"]}>; rel="next"'
    return Response(body, content_type=MEDIA_TYPE, headers={"Link": link, "Cache-Control": "no-store"})


def _wait_for_page(after: int, limit: int, wait: float) -> outbox.Page:
    page = _look(after, limit)
    if page.entries or wait < SHORTEST_PAUSE:
        return page
    if not _places.acquire(blocking=False):
        raise ProblemError("too-many-waiting", headers={"Retry-After": "1"})
    try:
        return _wait(page.next_position, limit, time.monotonic() + wait)
    finally:
        _places.release()


def _wait(after: int, limit: int, deadline: float) -> outbox.Page:
    pause = SHORTEST_PAUSE
    while True:
        time.sleep(pause)
        page = _look(after, limit)
        after, pause = page.next_position, min(pause * 1.5, LONGEST_PAUSE)
        if page.entries or time.monotonic() + pause > deadline:
            return page


def _look(after: int, limit: int) -> outbox.Page:
    # A transaction a look: nothing is held while nothing comes.
    with transaction() as session:
        outbox.sequence_pending(session)
        page = outbox.read_page(session, after=after, limit=limit)
        if personal := sum(entry.classification == "personal" for entry in page.entries):
            # One record a page: here, because the route waits outside of any transaction.
            note(session, What(kind="events", count=personal), action="read")
        return page


def _element(entry: outbox.Entry) -> bytes:
    """Return the event with its position; what is no JSON object goes out as its text, so the page stays readable."""
    try:
        event: dict[str, Any] = _attributes.decode(entry.payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        event = {"unreadable": entry.payload.decode("utf-8", "replace")}
    return msgspec.json.encode({**event, "position": entry.position})


# The values stay the bytes that they are.
_attributes = msgspec.json.Decoder(dict[str, msgspec.Raw])
