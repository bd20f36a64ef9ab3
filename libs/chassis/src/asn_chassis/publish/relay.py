"""The relay: publishes a service's outbox log and its dead letters to Kafka; one active relay a service."""

import logging
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from threading import Event as StopSignal
from time import monotonic

from sqlalchemy import Connection, text

from asn_chassis import dead_letters
from asn_chassis.database import Database
from asn_chassis.events import names
from asn_chassis.events.event import Event
from asn_chassis.ops import failpoint, health, metrics
from asn_chassis.outbox import publication
from asn_chassis.publish.messages import of_dead_letter, of_event
from asn_chassis.publish.publisher import Publisher, Refused

log = logging.getLogger(__name__)

# Any constant will do: advisory locks are per database, and each service has its own.
RELAY_LOCK = 0x5E1A
BATCH = 500
STANDBY_POLL = 0.5
BUSY_POLL, IDLE_POLL = 0.02, 0.25
CHORES_EVERY = 1.0
LONGEST_PAUSE = 2.0
# Seconds without a pass that succeeded, after which a relay counts as standing still: two sends that time out.
LONGEST_SILENCE = 90.0
# Between two tries of an event that Kafka refuses.
REFUSED_PAUSE = 5.0


class EventRefused(Exception):
    """Kafka refuses an event that the outbox accepted: their limits differ, and somebody must look."""

    def __init__(self, position: int, why: str) -> None:
        super().__init__(f"the event at position {position} is refused: {why}")
        self.position = position


class Relay:
    """Publishes in order of position while it holds the service's relay lock; stands by while another one does.

    The lock, the reads and the watermark live in one database session: a relay that lost its session has lost all
    three. Whatever fails, the watermark stays behind what is not surely published, so that it is sent again. An event
    that Kafka refuses is never passed over: the relay stands still before it, and says so.
    """

    def __init__(
        self, *, database: Database, publisher: Publisher, topic: str, dead_letter_topic: str, stop: StopSignal
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._topic = topic
        self._dead_letter_topic = dead_letter_topic
        self._stop = stop
        self._failures = 0
        self._size = BATCH
        self._chores_at = float("-inf")
        self._refused: str | None = None
        self._failure = ""
        self.active = False
        self.last_round = time.time()

    def troubles(self) -> Mapping[str, str]:
        """Return why it stands still, by its topic; nothing while it gets on. Asked from another thread."""
        trouble = self._refused or health.silence(self.last_round, LONGEST_SILENCE, self._failure)
        return {} if trouble is None else {self._topic: trouble}

    def run(self) -> None:
        """Relay until `stop` is set, then close the producer."""
        try:
            while not self._stop.is_set():
                try:
                    with self._database.connection() as connection:
                        self._take_turn(connection)
                except EventRefused as error:
                    self._refused = str(error)
                    metrics.publishing_failures.labels("refused").inc()
                    log.critical(
                        "Kafka refuses an event, relaying stands still",
                        extra={"position": error.position, "error": str(error)},
                    )
                    self._stop.wait(REFUSED_PAUSE)
                except Exception as error:
                    self._failure = type(error).__name__
                    metrics.publishing_failures.labels("failed").inc()
                    log.exception("relaying failed, will try again", extra={"failures": self._failures})
                    self._stop.wait(random.uniform(0.5, 1) * min(LONGEST_PAUSE, 0.1 * 2**self._failures))  # noqa: S311 -- jitter
                    self._failures = min(self._failures + 1, 10)
                finally:
                    self.active = False
        finally:
            self._publisher.close()

    def drain(self) -> int:
        """Publish what is there now, if no other relay is active, and return how many events: for tests."""
        total = 0
        with self._database.connection() as connection:
            if self._locked(connection):
                self._do_chores(connection)
                while moved := self._publish_batch(connection):
                    total += moved
        return total

    def _take_turn(self, connection: Connection) -> None:
        """Wait for the lock, then publish until stopped or something fails; leaving closes the session."""
        if not self._locked(connection):
            log.info("standing by, another relay is active", extra={"topic": self._topic})
            while not self._locked(connection):
                self.last_round = time.time()
                if self._stop.wait(STANDBY_POLL):
                    return
        log.info("relay active", extra={"topic": self._topic})
        self.active = True
        self._chores_at = float("-inf")
        pause = BUSY_POLL
        while not self._stop.is_set():
            if monotonic() - self._chores_at > CHORES_EVERY:
                self._do_chores(connection)
            began = monotonic()
            moved = self._publish_batch(connection)
            self._failures, self._failure, self._refused, self.last_round = 0, "", None, time.time()
            pause = BUSY_POLL if moved else min(pause * 2, IDLE_POLL)
            if moved < BATCH:
                # From start to start, so that the work of a pass does not delay the next event.
                self._stop.wait(max(0.0, began + pause - monotonic()))

    def _locked(self, connection: Connection) -> bool:
        with self._database.transaction(connection) as session:
            # The server must notice soon when this machine is gone; on a local socket these have no effect.
            for setting in ("idle = 1", "interval = 1", "count = 2"):
                session.execute(text(f"SET tcp_keepalives_{setting}"))
            return bool(session.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": RELAY_LOCK}))

    def _publish_batch(self, connection: Connection) -> int:
        with self._database.transaction(connection) as session:
            watermark, rows = publication.unpublished(session, self._size)
        if not rows:
            return 0
        began = monotonic()
        failpoint.reach("relay.read")
        try:
            self._publisher.publish([of_event(self._topic, row) for row in rows])
        except Refused as error:
            if len(rows) == 1:
                raise EventRefused(rows[0].position, str(error)) from error
            # Smaller batches find it: what lies before it goes out, and what is sent twice stays little.
            self._size = len(rows) // 2
            return 1
        failpoint.reach("relay.sent")
        with self._database.transaction(connection) as session:
            publication.advance(session, old=watermark, new=rows[-1].position)
        self._size = min(self._size * 2, BATCH)
        self._note_batch(rows, monotonic() - began)
        return len(rows)

    def _note_batch(self, rows: Sequence[publication.Row], seconds: float) -> None:
        for event_type, count in Counter(row.type for row in rows).items():
            metrics.published.labels(event_type).inc(count)
        extra = {"topic": self._topic, "events": len(rows), "first": rows[0].position, "last": rows[-1].position}
        log.info("batch published", extra={**extra, "seconds": round(seconds, 3)})
        if log.isEnabledFor(logging.DEBUG):
            for row in rows:
                log.debug("event published", extra=asdict(names.of_event(Event.from_wire(row.payload))))

    def _do_chores(self, connection: Connection) -> None:
        self._chores_at = monotonic()
        self._publish_dead_letters(connection)

    def _publish_dead_letters(self, connection: Connection) -> None:
        with self._database.transaction(connection) as session:
            letters = dead_letters.unpublished(session)
        if not letters:
            return
        for letter in letters:
            try:
                self._publisher.publish([of_dead_letter(self._dead_letter_topic, letter)])
            except Refused as error:
                extra = {"letter": str(letter.id), "error": str(error)}
                log.error("dead letter refused by Kafka, it is in the table only", extra=extra)  # noqa: TRY400 -- expected
        with self._database.transaction(connection) as session:
            dead_letters.mark_published(session, letters)
