"""The business flow that the current request or message belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass

from asn_chassis.ids import new_id


@dataclass(frozen=True)
class Flow:
    """What ties facts together across services and days (CloudEvents correlation extension)."""

    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None


_current: ContextVar[Flow | None] = ContextVar("flow", default=None)


def started_flow() -> Flow | None:
    """Return the flow of this request or message, None where nobody started one."""
    return _current.get()


def current_flow() -> Flow:
    """Return the flow of this request or message, or a new one where nobody started one."""
    return _current.get() or Flow(correlation_id=str(new_id()))


def begin(started: Flow) -> Token[Flow | None]:
    """Start a flow that no block encloses; `end` takes what this returns. Everywhere else use `flow`."""
    return _current.set(started)


def end(token: Token[Flow | None]) -> None:
    """Go back to the flow that was there before."""
    _current.reset(token)


@contextmanager
def flow(started: Flow) -> Iterator[None]:
    """Run the block as a part of this flow: events recorded inside carry its ids."""
    token = begin(started)
    try:
        yield
    finally:
        end(token)
