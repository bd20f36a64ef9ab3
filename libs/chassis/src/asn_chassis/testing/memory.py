"""A transport in memory: for tests, and the simplest statement of what a transport must do."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from asn_chassis.events.record import Record


class MemoryTransport:
    """An endless log in a list; redelivers whatever was not acknowledged."""

    name = "memory"

    def __init__(self, *, page: int = 200, first: int = 1) -> None:
        self._first = first
        self._log: list[Record] = []
        self._acknowledged = 0
        self._handed_out = 0
        self._page = page

    def put(self, value: bytes, *, key: str | None = None, stream: str = "asn.test.v1") -> None:
        """Append a message to the log."""
        self._log.append(Record(stream, 0, self._first + len(self._log), key, value))

    def poll(self) -> Sequence[Record]:
        """Return the next page at once, empty at the end of the log."""
        page = self._log[self._handed_out : self._handed_out + self._page]
        self._handed_out += len(page)
        return page

    def settle(self, session: Session, records: Sequence[Record]) -> None:
        """Keep nothing: memory has no durable progress."""

    def acknowledge(self, records: Sequence[Record]) -> None:
        """Remember how far the consumer has come."""
        self._acknowledged = max(self._acknowledged, records[-1].position - self._first + 1)

    def rewind(self) -> None:
        """Hand out again from the first unacknowledged message."""
        self._handed_out = self._acknowledged

    def lag(self) -> Mapping[tuple[str, int], int]:
        """Return how much was not acknowledged yet."""
        return {("memory", 0): len(self._log) - self._acknowledged}

    def close(self) -> None:
        """Nothing to let go of."""
