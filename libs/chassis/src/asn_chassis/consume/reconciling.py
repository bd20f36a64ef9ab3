"""Reconciles one source: applies what this service has missed of its log."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from asn_chassis import dead_letters
from asn_chassis.consume.applying import Applier
from asn_chassis.consume.comparing import Comparing, Comparison, Log
from asn_chassis.database import Database
from asn_chassis.errors import Unprocessable
from asn_chassis.events import names
from asn_chassis.events.handlers import Handlers
from asn_chassis.events.record import Record


@dataclass(frozen=True)
class Refusal:
    """A missing event that could not be applied, and why."""

    position: int
    event_id: str | None
    event_type: str | None
    reason: str


class Reconciling:
    """One source on one connection; memory is bounded by a page.

    With `by_cursor` all is due that lies behind the cursor of the feed, else what is older than a minute; with `now`
    everything is.
    """

    def __init__(
        self,
        database: Database,
        connection: Connection,
        source: str,
        *,
        handlers: Handlers,
        log: Log,
        by_cursor: bool,
        now: bool,
    ) -> None:
        self._database = database
        self._applier = Applier(handlers)
        self._types = sorted(handlers)
        self._log = log
        self._comparing = Comparing(
            database, connection, source, types=self._types, log=log, by_cursor=by_cursor, now=now
        )

    def compare(self) -> Comparison:
        """Read the log from its beginning and compare; to be called once, before `apply_missing`."""
        return self._comparing.compare()

    def apply_missing(self) -> tuple[int, list[Refusal]]:
        """Apply what `compare` found missing, in order, a transaction a page; return how many, and what resisted.

        What comes behind a refused event of its key, or behind a dead letter of it, is not applied either. It stops
        when as many are refused as dead letters stop a consumer.
        """
        first = self._comparing.first_missing()
        applied, refused, held = 0, list[Refusal](), set[str | None]()
        for page in self._log(first - 1, self._types) if first is not None else ():
            records = self._comparing.missing_of(page)
            reasons = self._reasons(records, held)
            applied += sum(reason is None for reason in reasons)
            for record, reason in zip(records, reasons, strict=True):
                if reason is not None:
                    named = names.of_record(record)
                    refused.append(Refusal(record.position, named.event_id, named.event_type, reason))
            if len(refused) >= dead_letters.BREAKER:
                break
        return applied, refused

    def _reasons(self, records: Sequence[Record], held: set[str | None]) -> list[str | None]:
        """Apply the records, together or else one by one; say of each why it was not, None where it was."""
        if not any(record.key in held for record in records):
            with suppress(Unprocessable, _Held):
                self._apply(records)
                return [None] * len(records)
        reasons = []
        for record in records:
            reason = "waits behind another event of its key" if record.key in held else self._reason(record)
            if reason is not None:
                held.add(record.key)
            reasons.append(reason)
        return reasons

    def _reason(self, record: Record) -> str | None:
        try:
            self._apply([record])
        except Unprocessable as error:
            return str(error)
        except _Held:
            return "waits behind a dead letter of its key"
        return None

    def _apply(self, records: Sequence[Record]) -> None:
        events = self._applier.decode(records)
        with self._database.transaction() as session:
            waiting = dead_letters.waiting_keys(session, records)
            if any((record.stream, record.key) in waiting for record in records):
                raise _Held
            self._applier.apply(session, events)


class _Held(Exception):
    """A dead letter of one of these keys waits."""
