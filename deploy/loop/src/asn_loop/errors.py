"""What stops the loop."""

from typing import Any


class LoopError(Exception):
    """The loop cannot go on; the message says what is missing."""


class NotHappened(LoopError):
    """Something that should have followed by itself did not, in time."""


class Refused(LoopError):
    """A service refused a request; `problem` is its problem document (RFC 9457)."""

    def __init__(self, request: str, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.code = problem.get("code")
        said = problem.get("detail") or problem.get("title") or ""
        fields = "; ".join(f"{each.get('pointer')}: {each.get('detail')}" for each in problem.get("errors", []))
        super().__init__(f"{request} was refused with {status} {self.code}: {said} {fields}".rstrip())
