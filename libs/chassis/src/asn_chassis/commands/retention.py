"""How long each table remembers, and the batches in which it forgets."""

from datetime import datetime, timedelta

from sqlalchemy import Table, delete, func, select, tuple_
from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.config import Config
from asn_chassis.database import Database, tables_of

BATCH = 5_000
# Longer than a topic's retention and the longest replay: a redelivered event must still be recognised.
INBOX_DAYS = 60
# The draft of Idempotency-Key asks for a stated time; ours is a day.
IDEMPOTENCY_HOURS = 24


def purge(database: Database, config: Config, at: datetime) -> dict[str, int]:
    """Forget what is older than the settings say, a batch a transaction; return how many rows by table."""
    return {
        "outbox": _purge_outbox(database, config, at - timedelta(days=config.outbox_retention_days)),
        "inbox": _purge_table(database, "inbox", "processed_at", at - timedelta(days=INBOX_DAYS)),
        "idempotency": _purge_table(database, "idempotency", "created_at", at - timedelta(hours=IDEMPOTENCY_HOURS)),
    }


def _purge_outbox(database: Database, config: Config, before: datetime) -> int:
    total = 0
    while True:
        with database.transaction() as session:
            gone = outbox.purge(session, before=before, ceiling=_ceiling(session, config))
        if not gone:
            return total
        total += gone


def _ceiling(session: Session, config: Config) -> int:
    """Return the position up to which every way out has been served: an unpublished event is never purged."""
    tables = tables_of(session)
    log = session.execute(select(tables.outbox_log)).one()
    if config.event_transport != "kafka":
        return int(log.last_position)
    refused = session.scalar(select(func.min(tables.outbox_refused.c.position)))
    return int(log.published_position if refused is None else min(log.published_position, refused - 1))


def _purge_table(database: Database, name: str, column: str, before: datetime) -> int:
    total = 0
    while True:
        with database.transaction() as session:
            table: Table = getattr(tables_of(session), name)
            keys = table.primary_key.columns
            oldest = select(*keys).where(table.c[column] < before).limit(BATCH)
            gone = session.execute(delete(table).where(tuple_(*keys).in_(oldest)).returning(*keys)).all()
        if not gone:
            return total
        total += len(gone)
