"""Waiting for what follows by itself."""

from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryError, Retrying, retry_if_result, stop_after_delay, wait_exponential

from asn_loop.errors import NotHappened

T = TypeVar("T")


def until(what: str, condition: Callable[[], T | None], *, patience: float) -> T:
    """Ask again and again until the condition gives something; `NotHappened` says what is missing.

    `what` completes "within … seconds"; `patience` is in seconds.
    """
    asking = Retrying(
        retry=retry_if_result(lambda found: not found),
        wait=wait_exponential(multiplier=0.05, max=1),
        stop=stop_after_delay(patience),
    )
    try:
        found = asking(condition)
    except RetryError as error:
        raise NotHappened(f"Within {patience:.0f} seconds {what} did not happen.") from error
    if not found:  # for the type checker: the loop above ends with something or raises
        raise NotHappened(what)
    return found
