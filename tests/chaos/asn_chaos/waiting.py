"""Waiting for a condition, never for a time to pass."""

import time
from collections.abc import Callable


class Late(AssertionError):
    """Something did not happen in time."""


def lasted(what: str, *, since: float, seconds: float) -> None:
    """Wait until a fault, begun at this monotonic time, has lasted for so many seconds."""
    until(f"{what} has lasted", lambda: time.monotonic() - since > seconds, within=2 * seconds)


def until(what: str, condition: Callable[[], object], *, within: float, every: float = 0.25) -> float:
    """Ask until the condition holds; return how many seconds that took. Late names what did not happen.

    A condition that raises does not hold yet: what it asks may be down.
    """
    begun = time.monotonic()
    trouble = ""
    while True:
        try:
            if condition():
                return time.monotonic() - begun
        except Exception as error:  # noqa: BLE001 -- named in the end if it stays
            trouble = f"; last: {error!r}"
        if time.monotonic() - begun > within:
            raise Late(f"not within {within:.0f} s: {what}{trouble}")
        time.sleep(every)
