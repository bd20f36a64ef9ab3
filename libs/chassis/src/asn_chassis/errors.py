"""Errors that the chassis and its services share, and how an error is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class Unprocessable(Exception):
    """A message that no retry can mend: not JSON, wrong shape, unknown version, impossible data.

    The only exception that a consumer turns into a dead letter; every other one is retried with back-off. The message
    may quote what was sent; the code, a word of ours, goes where that may not.
    """

    def __init__(self, message: str, *, code: str = "impossible") -> None:
        super().__init__(message)
        self.code = code


class ContractBreach(Exception):
    """An event that breaks its own published schema; raised before the outbox row is written."""


class TopicsMissing(Exception):
    """A topic does not exist: mistyped, not made by `flask topics ensure`, or hidden from this process' user."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"no such topic: {', '.join(sorted(names))} (made by `flask topics ensure`, seen by who may)")


@dataclass(frozen=True)
class Problem:
    """How an exception is told: its code in contracts/problems.yaml, and the field to blame, if one is."""

    code: str
    pointer: str | None = None


Problems = Mapping[type[Exception], Problem]
