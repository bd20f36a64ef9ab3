"""Ways for events to reach a consumer: one small protocol, one implementation a module."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from asn_chassis.events.record import Record


class Transport(Protocol):
    """Hands out records in order per key, again and again until they are acknowledged."""

    # What it reads, for logs and metrics.
    name: str

    def poll(self) -> Sequence[Record]:
        """Return the next records, or none after a short wait. May raise: the consumer backs off and rewinds."""

    def settle(self, session: Session, records: Sequence[Record]) -> None:
        """Keep the progress over these records in the consumer's own transaction, where the transport can."""

    def acknowledge(self, records: Sequence[Record]) -> None:
        """Note that the transaction has committed: these records need not come again."""

    def rewind(self) -> None:
        """Forget what was handed out and not acknowledged: the next poll hands it out again."""

    def lag(self) -> Mapping[tuple[str, int], int]:
        """Return how many positions lie between what was applied and the last known end, by stream and partition.

        Asked from another thread.
        """

    def close(self) -> None:
        """Let go of sockets and threads; called once, at the end."""
