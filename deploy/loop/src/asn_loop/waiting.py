"""Waiting for what follows by itself."""

import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, RetryError, Retrying, retry_if_result, stop_after_delay, wait_exponential

from asn_loop.errors import NotHappened
from asn_loop.saying import Say

T = TypeVar("T")


# Seconds of silence after which a person would wonder.
SILENCE = 10


def until(what: str, condition: Callable[[], T | None], *, patience: float, say: Say) -> T:
    """Ask again and again until the condition gives something; `NotHappened` says what is missing.

    `what` completes "within … seconds"; `patience` is in seconds. Says what it waits for, at the latest every ten.
    """
    last = time.monotonic()

    def mention(_: RetryCallState) -> None:
        nonlocal last
        if time.monotonic() - last >= SILENCE:
            last = time.monotonic()
            say("Still waiting: {what}", what=what)

    asking = Retrying(
        retry=retry_if_result(lambda found: not found),
        wait=wait_exponential(multiplier=0.05, max=1),
        stop=stop_after_delay(patience),
        before_sleep=mention,
    )
    try:
        found = asking(condition)
    except RetryError as error:
        raise NotHappened(f"Within {patience:.0f} seconds {what} did not happen.") from error
    if not found:  # for the type checker: the loop above ends with something or raises
        raise NotHappened(what)
    return found
