"""The business flow that the current request or message belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from asn_chassis.ids import new_id


@dataclass(frozen=True)
class Flow:
    """What ties facts together across services and days (CloudEvents correlation extension)."""

    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None


_current: ContextVar[Flow | None] = ContextVar("flow", default=None)


def current_flow() -> Flow:
    """Return the flow of this request or message, or a new one where nobody started one."""
    return _current.get() or Flow(correlation_id=str(new_id()))


@contextmanager
def flow(started: Flow) -> Iterator[None]:
    """Run the block as a part of this flow: events recorded inside carry its ids."""
    token = _current.set(started)
    try:
        yield
    finally:
        _current.reset(token)
