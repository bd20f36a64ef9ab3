"""Failed jobs: those that no retry has mended, kept with what went wrong until somebody has looked."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from asn_chassis.ops.logs import PERSONAL

LONGEST_REASON = 500

_note = text("""
    INSERT INTO jobs.job_failures (job_id, reason) SELECT id, :reason FROM jobs.procrastinate_jobs WHERE id = :job_id
    ON CONFLICT (job_id) DO UPDATE SET reason = excluded.reason, failed_at = now()
""")
_COLUMNS = """
    SELECT job.id, job.task_name AS task, job.status::text, job.args, job.attempts, job.scheduled_at,
           failure.reason, failure.failed_at
    FROM jobs.procrastinate_jobs AS job LEFT JOIN jobs.job_failures AS failure ON failure.job_id = job.id
"""
_unfinished = text(f"{_COLUMNS} WHERE job.status IN ('todo', 'doing', 'failed') ORDER BY job.id LIMIT :limit")
_waiting = text("""
    SELECT status::text, count(*) FROM jobs.procrastinate_jobs
    WHERE status IN ('todo', 'doing', 'failed') GROUP BY status
""")
_failed = text("SELECT jobs.failed()")
_retry = text("""
    SELECT jobs.procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)
    FROM jobs.procrastinate_jobs WHERE status = 'failed' AND (CAST(:job_id AS bigint) IS NULL OR id = :job_id)
""")
_drop = text("""
    UPDATE jobs.procrastinate_jobs AS job SET status = 'cancelled'
    WHERE status = 'failed' AND (CAST(:job_id AS bigint) IS NULL OR id = :job_id) AND (
        CAST(:reason AS text) IS NULL
        OR EXISTS (SELECT FROM jobs.job_failures WHERE job_id = job.id AND position(:reason IN reason) > 0)
    )
    RETURNING job.id
""")


def note_failure(session: Session, job_id: int, error: Exception) -> None:
    """Keep why a job failed; what looks like a NIP or NIK in it is masked."""
    reason = PERSONAL.sub("[masked]", f"{type(error).__name__}: {error}")[:LONGEST_REASON].replace("\x00", "\\x00")
    session.execute(_note, {"job_id": job_id, "reason": reason})


def unfinished(session: Session, *, limit: int) -> Sequence[Row[Any]]:
    """Return the jobs that wait (todo), run (doing) or have failed, oldest first."""
    return session.execute(_unfinished, {"limit": limit}).all()


def waiting(session: Session) -> dict[str, int]:
    """Return how many jobs wait (todo), run (doing) or have failed and wait for somebody to look at them."""
    counts = {row[0]: row[1] for row in session.execute(_waiting)}
    return {state: counts.get(state, 0) for state in ("todo", "doing", "failed")}


def failed(session: Session) -> int:
    """Return how many jobs have failed: all that a web role may know of jobs."""
    return session.scalar(_failed) or 0


def retry(session: Session, job_id: int | None = None) -> int:
    """Let this failed job, or all of them, run once more; return how many."""
    return len(session.execute(_retry, {"job_id": job_id}).all())


def drop(session: Session, *, job_id: int | None = None, reason: str | None = None) -> int:
    """Give failed jobs up for good: this one, those whose reason holds a text, or all; return how many."""
    return len(session.execute(_drop, {"job_id": job_id, "reason": reason}).all())
