"""The relay: publishes a service's outbox log and its dead letters to Kafka; one active relay a service."""

import logging
import random
from collections.abc import Sequence
from threading import Event as StopSignal
from time import monotonic

from sqlalchemy import Connection, text

from asn_chassis import dead_letters
from asn_chassis.database import Database
from asn_chassis.ops import failpoint
from asn_chassis.outbox import publication
from asn_chassis.outbox.publication import Refused, Row
from asn_chassis.publish.messages import of_dead_letter, of_event
from asn_chassis.publish.publisher import Publisher

log = logging.getLogger(__name__)

# Any constant will do: advisory locks are per database, and each service has its own.
RELAY_LOCK = 0x5E1A
BATCH = 500
STANDBY_POLL = 0.5
BUSY_POLL, IDLE_POLL = 0.02, 0.25
CHORES_EVERY, RETRY_REFUSED_EVERY = 1.0, 60.0
LONGEST_PAUSE = 2.0
# How often a refused row is sent alone before it is set aside.
TRIES = 3
# With so many refused rows something is wrong with the broker's limits, not with the rows: stand still and call.
BREAKER = 100


class TooManyRefused(Exception):
    """Kafka refuses row after row: nothing more is set aside until somebody has looked."""


class Relay:
    """Publishes in order of position while it holds the service's relay lock; stands by while another one does.

    The lock, the reads and the watermark live in one database session: a relay that lost its session has lost all
    three. Whatever fails, the watermark stays behind what is not surely published, so that it is sent again.
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
        self._held: set[str] = set()
        self._retried_at = self._chores_at = float("-inf")

    def run(self) -> None:
        """Relay until `stop` is set, then close the producer."""
        try:
            while not self._stop.is_set():
                try:
                    with self._database.connection() as connection:
                        self._take_turn(connection)
                except Exception:
                    log.exception("relaying failed, will try again", extra={"failures": self._failures})
                    self._stop.wait(random.uniform(0.5, 1) * min(LONGEST_PAUSE, 0.1 * 2**self._failures))  # noqa: S311 -- jitter
                    self._failures = min(self._failures + 1, 10)
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
                if self._stop.wait(STANDBY_POLL):
                    return
        log.info("relay active", extra={"topic": self._topic})
        self._chores_at = self._retried_at = float("-inf")
        pause = BUSY_POLL
        while not self._stop.is_set():
            if monotonic() - self._chores_at > CHORES_EVERY:
                self._do_chores(connection)
            began = monotonic()
            moved = self._publish_batch(connection)
            self._failures = 0
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
            watermark, rows = publication.unpublished(session, BATCH)
        if not rows:
            return 0
        failpoint.reach("relay.read")
        aside = self._send(rows)
        failpoint.reach("relay.sent")
        with self._database.transaction(connection) as session:
            if any(row.error for row in aside) and publication.refused_count(session) >= BREAKER:
                raise TooManyRefused(f"Kafka refused {BREAKER} events or more")
            publication.set_aside(session, aside)
            publication.advance(session, old=watermark, new=rows[-1].position)
        self._held |= {row.key for row in aside}
        return len(rows)

    def _send(self, rows: Sequence[Row]) -> list[Refused]:
        """Send the rows whose keys are free; return the rows to set aside, refused or waiting behind such a one."""
        free = [row for row in rows if row.key not in self._held]
        outcomes = self._publisher.publish([of_event(self._topic, row.key, row.payload) for row in free])
        aside = {row.position: Refused(row.position, row.key, None) for row in rows if row.key in self._held}
        stuck: set[str] = set()
        for row, outcome in zip(free, outcomes, strict=True):
            if outcome is None:
                continue
            # One refused event makes the library fail those around it: only alone does each show what it is.
            error = None if row.key in stuck else self._insist(row)
            if error is not None:
                log.error("event refused by Kafka, set aside", extra={"position": row.position, "error": error})
                stuck.add(row.key)
            if row.key in stuck:
                aside[row.position] = Refused(row.position, row.key, error)
        return [aside[position] for position in sorted(aside)]

    def _insist(self, row: Row) -> str | None:
        """Send one event alone, a few times if need be; return why it stays refused, None when it does not."""
        outcome: Exception | None = None
        for _ in range(TRIES):
            (outcome,) = self._publisher.publish([of_event(self._topic, row.key, row.payload)])
            if outcome is None:
                return None
        return str(outcome)

    def _do_chores(self, connection: Connection) -> None:
        self._chores_at = monotonic()
        self._publish_dead_letters(connection)
        if self._chores_at - self._retried_at > RETRY_REFUSED_EVERY:
            self._retried_at = self._chores_at
            self._retry_refused(connection)
        with self._database.transaction(connection) as session:
            self._held = publication.refused_keys(session)

    def _publish_dead_letters(self, connection: Connection) -> None:
        with self._database.transaction(connection) as session:
            letters = dead_letters.unpublished(session)
        if not letters:
            return
        outcomes = self._publisher.publish([of_dead_letter(self._dead_letter_topic, letter) for letter in letters])
        for letter, outcome in zip(letters, outcomes, strict=True):
            if outcome is not None:
                log.error("dead letter refused by Kafka, it is in the table only", extra={"letter": str(letter.id)})
        with self._database.transaction(connection) as session:
            dead_letters.mark_published(session, letters)

    def _retry_refused(self, connection: Connection) -> None:
        """Send what was set aside once more, key by key in order, as far as Kafka takes it now."""
        with self._database.transaction(connection) as session:
            rows = publication.refused_payloads(session, BATCH)
        stuck: set[str] = set()
        for row in rows:
            if row.key in stuck or self._stop.is_set():
                continue
            (outcome,) = self._publisher.publish([of_event(self._topic, row.key, row.payload)])
            if outcome is not None:
                stuck.add(row.key)
                continue
            with self._database.transaction(connection) as session:
                publication.take_back(session, [row.position])
