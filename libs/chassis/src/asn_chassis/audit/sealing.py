"""The sealer: gives audit records dense positions and seals them, batch by batch, behind the last seal."""

import logging
from threading import Event as StopSignal

from sqlalchemy import insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from asn_chassis.audit.chain import sealed
from asn_chassis.clock import now
from asn_chassis.database import Database, tables_of

log = logging.getLogger(__name__)

# Any constant will do: advisory locks are per database, and each service has its own.
SEALER_LOCK = 0x5EA1
BATCH = 500
# Seconds that a record stays unsealed at most, while the sealer runs.
EVERY = 5.0

_try_lock = text("SELECT pg_try_advisory_xact_lock(:lock)")
_assign = text("""
    UPDATE audit_record AS record SET position = :last + pending.nth
    FROM (
        SELECT id, row_number() OVER (ORDER BY id) AS nth
        FROM (SELECT id FROM audit_record WHERE position IS NULL ORDER BY id LIMIT :batch) AS head
    ) AS pending
    WHERE record.id = pending.id
    RETURNING record.*
""")


def seal(session: Session, key: str) -> int:
    """Seal the oldest records that have no position, at most a batch, in one transaction; return how many.

    A record whose transaction commits late is simply sealed later: positions, not ids, are dense. Where another
    process is at it this returns 0 at once.
    """
    if not session.scalar(_try_lock, {"lock": SEALER_LOCK}):
        return 0
    seals = tables_of(session).audit_seal
    # A statement of its own: its snapshot must be younger than the lock.
    head = session.execute(select(seals).order_by(seals.c.last_position.desc()).limit(1)).first()
    last, before = (0, b"") if head is None else (head.last_position, head.hash)
    records = session.execute(_assign, {"last": last, "batch": BATCH}).all()
    if not records:
        return 0
    records = sorted(records, key=lambda record: record.position)
    at = now()
    ends = {"first_position": last + 1, "last_position": records[-1].position}
    digest = sealed(key, before, records, at=at)
    session.execute(insert(seals).values(hash=digest, sealed_at=at, **ends))
    # A seal that is noted elsewhere shows when the end of the chain is cut off.
    log.info("audit sealed", extra={**ends, "seal": digest.hex()})
    return len(records)


class Sealer:
    """Seals what there is, every few seconds, until `stop` is set; whatever fails is tried again."""

    def __init__(self, *, database: Database, key: str, stop: StopSignal) -> None:
        self._database = database
        self._key = key
        self._stop = stop

    def run(self) -> None:
        """Seal until `stop` is set."""
        while not self._stop.is_set():
            try:
                if self.drain() == 0:
                    self._stop.wait(EVERY)
            except SQLAlchemyError:
                log.exception("sealing the audit failed, will try again")
                self._stop.wait(EVERY)

    def drain(self) -> int:
        """Seal everything that is committed now; return how many records."""
        total = 0
        while not self._stop.is_set():
            with self._database.transaction() as session:
                count = seal(session, self._key)
            total += count
            if count < BATCH:
                break
        return total
