"""Subscriptions: one literal table from event type to what is done about it."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import UNSET
from sqlalchemy.orm import Session

from asn_chassis.events.event import Event, parts_of
from asn_chassis.events.flow import Flow, flow

Handler = Callable[[Session, Sequence[Event]], None]
Handlers = Mapping[str, Handler]


def each(handle: Callable[[Session, Event], None]) -> Handler:
    """Handle events one at a time; what the handler publishes carries on the event's flow."""

    def run(session: Session, events: Sequence[Event]) -> None:
        for event in events:
            with flow(flow_of(event)):
                handle(session, event)

    return run


def batch(handle: Callable[[Session, Sequence[Event]], None]) -> Handler:
    """Handle a run of consecutive events of one type together, set-based: for the busy types."""
    return handle


def together(*handlers: Handler) -> Handler:
    """Handle a run of events by each of these, one after the other."""

    def run(session: Session, events: Sequence[Event]) -> None:
        for handle in handlers:
            handle(session, events)

    return run


def handlers_from(handlers: Handlers, source: str) -> Handlers:
    """Return those that handle events of this service."""
    return {name: handle for name, handle in handlers.items() if parts_of(name)[0] == source}


def flow_of(event: Event) -> Flow:
    """Return the flow that a consequence of this event belongs to."""
    traceparent = None if event.traceparent is UNSET else event.traceparent
    return Flow(event.correlationid or str(event.id), causation_id=str(event.id), traceparent=traceparent)
