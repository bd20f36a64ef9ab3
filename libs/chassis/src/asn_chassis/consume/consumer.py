"""The consumer: poll, decode, claim, handle, commit, acknowledge; nothing lost, nothing doubled."""

import logging
import random
import time
from collections.abc import Sequence
from threading import Event as StopSignal

from sqlalchemy.exc import InterfaceError, OperationalError

from asn_chassis import dead_letters
from asn_chassis.consume import accounts
from asn_chassis.consume.applying import Applier
from asn_chassis.consume.transport import Transport
from asn_chassis.database import Database
from asn_chassis.errors import Unprocessable
from asn_chassis.events.handlers import Handlers
from asn_chassis.events.record import Record
from asn_chassis.ops import failpoint, health

log = logging.getLogger(__name__)

BREAKER_PAUSE = 5.0
LONGEST_PAUSE = 15.0
# Seconds without a round that succeeded, after which a consumer counts as standing still: two back-offs and a time-out.
LONGEST_SILENCE = 60.0


class _NeedsCare(Exception):
    """The batch holds a record that must be looked at alone."""


class Consumer:
    """Applies the messages of one transport to one database, a batch a transaction.

    Transient faults are retried with back-off for ever; `Unprocessable` messages become dead letters, and later
    messages of the same key wait behind them. Stops within one batch when `stop` is set.
    """

    def __init__(
        self,
        *,
        database: Database,
        handlers: Handlers,
        transport: Transport,
        stop: StopSignal,
        breaker: int = dead_letters.BREAKER,
    ) -> None:
        self._database = database
        self._applier = Applier(handlers)
        self._transport = transport
        self._stop = stop
        self._breaker = breaker
        self._check_breaker = True
        self._held = 0
        self._failure = ""
        self.last_round = time.time()

    @property
    def name(self) -> str:
        """What it reads."""
        return self._transport.name

    @property
    def breaker_open(self) -> bool:
        """Whether it stands still, because too many dead letters wait."""
        return self._held > 0

    def lag(self) -> dict[tuple[str, int], int]:
        """Return how many positions lie between what was applied and the last known end, by stream and partition."""
        return dict(self._transport.lag())

    def trouble(self) -> str | None:
        """Say why it stands still, None while it gets on. Asked from another thread."""
        if self.breaker_open:
            return f"{self._held} dead letters wait for somebody to look at them; {self._breaker} stop it"
        return health.silence(self.last_round, LONGEST_SILENCE, self._failure)

    def run(self) -> None:
        """Consume until `stop` is set, then close the transport."""
        failures = 0
        try:
            while not self._stop.is_set():
                try:
                    self._step()
                    failures = 0
                except Exception as error:
                    self._failure = type(error).__name__
                    # Start again from the last acknowledged message; the inbox drops what was done already.
                    log.exception("consuming failed, will try again", extra={"failures": failures})
                    self._transport.rewind()
                    self._stop.wait(random.uniform(0.5, 1) * min(LONGEST_PAUSE, 0.1 * 2**failures))  # noqa: S311 -- jitter
                    failures = min(failures + 1, 10)
        finally:
            self._transport.close()

    def drain(self) -> int:
        """Consume what is there now and return the number of messages: for tests and replays."""
        total = 0
        while records := self._transport.poll():
            self.process(records)
            total += len(records)
        return total

    def process(self, records: Sequence[Record]) -> None:
        """Apply the records: all in one transaction, or one by one where one of them resists."""
        try:
            self._commit(records)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not a record's
        except Exception:  # noqa: BLE001 -- whatever it was, its record is found by taking them singly
            log.info("batch failed, taking its records one by one", extra={"records": len(records)})
            for record in records:
                self._process_alone(record)

    def _step(self) -> None:
        if self.tripped():
            self._stop.wait(BREAKER_PAUSE)
            return
        if records := self._transport.poll():
            self.process(records)
        self.last_round, self._failure = time.time(), ""

    def tripped(self) -> bool:
        """Tell whether so many dead letters wait that consuming must stand still, restarts or not."""
        if not self._check_breaker:
            return False
        with self._database.transaction() as session:
            waiting = dead_letters.backlog(session)
        self._check_breaker = waiting >= self._breaker
        self._held = waiting if self._check_breaker else 0
        if self._check_breaker:
            log.critical("too many dead letters, consuming stands still", extra={"dead_letters": waiting})
        return self._check_breaker

    def _commit(self, records: Sequence[Record]) -> None:
        began = time.perf_counter()
        events = self._applier.decode(records)
        with self._database.transaction() as session:
            waiting = dead_letters.waiting_keys(session, records)
            if waiting and any((record.stream, record.key) in waiting for record in records):
                raise _NeedsCare
            applied = self._applier.apply(session, events)
            self._transport.settle(session, records)
            failpoint.reach("consumer.applied")
        failpoint.reach("consumer.committed")
        self._transport.acknowledge(records)
        accounts.note_batch(records, events, applied, time.perf_counter() - began)

    def _process_alone(self, record: Record) -> None:
        try:
            self._commit([record])
        except _NeedsCare:
            if not self._park(record):
                self._process_alone(record)  # a replay has freed the key meanwhile
        except Unprocessable as error:
            self._bury(record, error)

    def _park(self, record: Record) -> bool:
        """Keep the record behind the dead letter of its key; False when there is none any more."""
        with self._database.transaction() as session:
            if not dead_letters.hold_open(session, record):
                return False
            dead_letters.bury(
                session, record, reason="waits behind a dead letter of its key", code="waits", state="PARKED"
            )
            self._transport.settle(session, [record])
        self._transport.acknowledge([record])
        accounts.note_parked(record)
        return True

    def _bury(self, record: Record, error: Unprocessable) -> None:
        with self._database.transaction() as session:
            dead_letters.bury(session, record, reason=str(error), code=error.code)
            self._transport.settle(session, [record])
        self._check_breaker = True
        self._transport.acknowledge([record])
        accounts.note_dead(record, error.code)
