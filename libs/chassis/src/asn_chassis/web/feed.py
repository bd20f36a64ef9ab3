"""GET /v1/events: the same events that go to Kafka, for readers who cannot reach it."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import Response
from marshmallow import ValidationError

from asn_chassis import outbox
from asn_chassis.audit import What
from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.events.event import parts_of
from asn_chassis.parts import parts
from asn_chassis.web import fields
from asn_chassis.web.auditing import note
from asn_chassis.web.blueprint import Blueprint
from asn_chassis.web.guard import insufficient_scope
from asn_chassis.web.messages import says
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import caller
from asn_chassis.web.schema import Schema
from asn_chassis.web.transactions import transaction

MEDIA_TYPE = "application/cloudevents-batch+json; charset=utf-8"
# Adaptive polling: prompt while events flow, cheap while none do. NOTIFY would slow every commit down.
SHORTEST_PAUSE = 0.02
LONGEST_PAUSE = 0.25
# Half of a process's threads: readers who wait never keep out those who ask, nor the question whether it is well.
WAITERS = 4
_places = BoundedSemaphore(WAITERS)

Look = Callable[[int], outbox.Page]
# What a caller needs to be shown events of a class; the first is the route's own.
SCOPES = {"public": "events:read", "internal": "events:read-internal", "personal": "events:read-personal"}

blueprint = Blueprint("events", __name__, url_prefix="/v1", description="Events of this service, in order.")


class Types(fields.String):
    """Event types of this service, separated by commas; a fact's name alone stands for all its versions."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        words = super()._deserialize(value, attr, data, **kwargs).split(",")
        known = parts().contracts.published(parts().service.name)
        found = {word: [name for name in known if word in (name, parts_of(name)[1])] for word in words}
        if not all(found.values()):
            raise ValidationError(says("not-a-choice", choices=", ".join(known)))
        return sorted({name for names in found.values() for name in names})


class FeedQuery(Schema):
    """Where to read on, what, how much, and how long an empty answer may be held back."""

    after = fields.Integer(
        min=0, max=2**62, text=True, load_default=0, metadata={"description": "Cursor: 0 is the start."}
    )
    types = Types(
        max=4_000,
        load_default=None,
        metadata={
            "description": "These event types only: whole names, or facts alone for every version, by commas.",
            "examples": ["index-published,survey-closed"],
        },
    )
    subject = fields.String(
        load_default=None,
        metadata={"description": "Events about this subject only.", "examples": ["surveys/0199f3a1-…"]},
    )
    limit = fields.Integer(
        min=1, max=1_000, text=True, load_default=200, metadata={"description": "The most events of a page."}
    )
    wait = fields.Float(load_default=0.0, metadata={"description": "Seconds to wait for an event, 0 to 20."})


@blueprint.get("/events", scope="events:read", personal=False)
@blueprint.arguments(FeedQuery, location="query")
@blueprint.alt_response(
    200, schema={"type": "array", "items": {"$ref": "#/components/schemas/Event"}}, content_type=MEDIA_TYPE
)
def read_events(query: dict[str, Any]) -> Response:
    """Read the events behind a cursor.

    A CloudEvents batch in the order in which the facts were recorded. `Link: rel="next"` holds the cursor of the
    next page, also of an empty one; follow it for ever. `Last-Position` is that of the newest event. Each event carries
    its `position`, which rises and may leave gaps. History does not expire: 0 is the first event that there was. Events
    of the class `internal` are shown to holders of the scope `events:read-internal`, `personal` ones to those of
    `events:read-personal`; the others are left out, and refused with 403 when asked for by type. 422 when the cursor
    lies ahead of the log.
    """
    who = caller()
    if who is None or who.person or who.reach is not Reach.ALL:
        raise ProblemError("reach-too-narrow")
    look = partial(_look, limit=query["limit"], types=_shown(query["types"], who), subject=query["subject"])
    try:
        page = _wait_for_page(look, query["after"], query["wait"])
    except outbox.FeedUnknown as ahead:
        raise ProblemError("feed-ahead", after=ahead.after, last=ahead.last) from ahead
    body = b"[" + b",".join(map(_element, page.entries)) + b"]"
    headers = {
        "Link": f'<{_address(query, page.next_position)}>; rel="next"',
        "Last-Position": str(page.last_position),
        "Cache-Control": "no-store",
    }
    return Response(body, content_type=MEDIA_TYPE, headers=headers)


def _shown(asked: Sequence[str] | None, who: Caller) -> Sequence[str] | None:
    """Return the types to read, None for all; 403 where one was asked for that the caller may not see."""
    published = parts().contracts.published(parts().service.name)
    needed = {name: SCOPES[classification] for name, classification in published.items()}
    if asked is None:
        visible = [name for name, scope in needed.items() if who.may(scope)]
        return None if len(visible) == len(published) else visible
    for name in asked:
        if not who.may(needed[name]):
            raise insufficient_scope(needed[name])
    return asked


def _address(query: Mapping[str, Any], after: int) -> str:
    """Return where the next page is: the same question, from there on."""
    asked = {name: query[name] for name in ("limit", "subject", "wait") if query[name]}
    if query["types"]:
        asked["types"] = ",".join(query["types"])
    return "/v1/events?" + urlencode({"after": after, **asked}, safe=",/")


def _wait_for_page(look: Look, after: int, wait: float) -> outbox.Page:
    page = look(after)
    if page.entries or wait < SHORTEST_PAUSE:
        return page
    if not _places.acquire(blocking=False):
        raise ProblemError("too-many-waiting", headers={"Retry-After": "1"})
    try:
        return _wait(look, page.next_position, time.monotonic() + wait)
    finally:
        _places.release()


def _wait(look: Look, after: int, deadline: float) -> outbox.Page:
    pause = SHORTEST_PAUSE
    while True:
        time.sleep(pause)
        page = look(after)
        after, pause = page.next_position, min(pause * 1.5, LONGEST_PAUSE)
        if page.entries or time.monotonic() + pause > deadline:
            return page


def _look(after: int, *, limit: int, types: Sequence[str] | None, subject: str | None) -> outbox.Page:
    # A transaction a look: nothing is held while nothing comes.
    with transaction() as session:
        outbox.sequence_pending(session)
        page = outbox.read_page(session, after=after, limit=limit, types=types, subject=subject)
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
