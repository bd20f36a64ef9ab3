"""What is forgotten, and after how long: kept answers and sessions. The log of events and the inbox do not expire."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_

from asn_chassis.database import Database, tables_of
from asn_chassis.database.sessions import MOST_HOURS
from asn_chassis.jobs.task import Job, Task

BATCH = 5_000
# The draft of Idempotency-Key asks for a stated time; ours is a day.
IDEMPOTENCY_HOURS = 24


def purge(database: Database, at: datetime) -> int:
    """Forget the kept answers that are older than a day, and sessions that are over; return how many of both."""
    answers = _purged(database, "idempotency", "created_at", at - timedelta(hours=IDEMPOTENCY_HOURS))
    return answers + _purged(database, "session", "begun_at", at - timedelta(hours=MOST_HOURS))


def _purged(database: Database, name: str, instant: str, before: datetime) -> int:
    """Delete the rows of a table of the chassis that are older, a batch a transaction."""
    total = 0
    while True:
        with database.transaction() as session:
            table = getattr(tables_of(session), name)
            keys = table.primary_key.columns
            oldest = select(*keys).where(table.c[instant] < before).limit(BATCH)
            gone = session.execute(delete(table).where(tuple_(*keys).in_(oldest)).returning(*keys)).all()
        if not gone:
            return total
        total += len(gone)


def _purge(job: Job) -> None:
    purge(job.database, job.at)


# An hour: what is forgotten after a day is there for an hour longer at most.
PURGE = Task("purge", _purge, cron="41 * * * *")
