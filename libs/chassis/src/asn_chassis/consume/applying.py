"""Applies messages in a transaction: decode, claim, handle; the same for live messages and for replays."""

from collections.abc import Sequence
from itertools import groupby
from time import perf_counter

from sqlalchemy.orm import Session

from asn_chassis import inbox
from asn_chassis.errors import Unprocessable
from asn_chassis.events.event import Event, parts_of
from asn_chassis.events.handlers import Handlers
from asn_chassis.events.record import Record
from asn_chassis.ops import metrics


class Applier:
    """One service's table of handlers, ready to be applied."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._families = {parts_of(name)[:2] for name in handlers}

    def decode(self, records: Sequence[Record]) -> list[Event]:
        """Return the events that this service listens to; Unprocessable where a record is no event it can read."""
        return [event for record in records if (event := self._decode(record)) is not None]

    def apply(self, session: Session, events: Sequence[Event]) -> Sequence[Event]:
        """Handle what nobody has claimed before, in order, and return it."""
        claimed = inbox.claim(session, [(event.source, event.id) for event in events])
        fresh = []
        for event in events:
            if (event.source, event.id) in claimed:
                claimed.remove((event.source, event.id))  # twice in one batch: the first one counts
                fresh.append(event)
        self.handle(session, fresh)
        return fresh

    def handle(self, session: Session, events: Sequence[Event]) -> None:
        """Handle these events in order, claimed or not."""
        for event_type, run in groupby(events, key=lambda event: event.type):
            began = perf_counter()
            self._handlers[event_type](session, list(run))
            metrics.processing_duration.labels(event_type).observe(perf_counter() - began)

    def _decode(self, record: Record) -> Event | None:
        event = Event.from_wire(record.value)
        if event.type in self._handlers:
            return event
        try:
            family = parts_of(event.type)[:2]
        except ValueError:
            return None
        if family in self._families:
            raise Unprocessable(f"{event.type}: this version is not known here", code="unknown-version")
        return None
