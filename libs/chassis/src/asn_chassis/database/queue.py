"""The queue of jobs: procrastinate's tables and functions in a schema of their own, and who may do what with them."""

from pathlib import Path
from typing import Any

from asn_chassis.database.row_security import logins

# What the wheel ships, MIT licensed: pinned here, so that a revision makes the same database whatever is installed.
SCHEMA = Path(__file__).parent / "procrastinate" / "schema.sql"

# Whoever has no right to the tables adds a job by this alone. That one of the key waits already is no error.
_DEFER = """
CREATE FUNCTION defer(task text, key text, at timestamptz, args jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    RETURN (procrastinate_defer_jobs_v1(ARRAY[
        ROW('default', task, 0, NULL, key, args, at)::procrastinate_job_to_defer_v1
    ]))[1];
EXCEPTION WHEN unique_violation THEN
    RETURN NULL;
END $$
"""
# How many jobs wait for somebody to look at them, for whoever may not see which.
_FAILED = """
CREATE FUNCTION failed() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'
$$
"""
# What went wrong last, for whoever looks at a failed job; procrastinate keeps no reason.
_FAILURES = """
CREATE TABLE job_failures (
    job_id bigint PRIMARY KEY REFERENCES procrastinate_jobs ON DELETE CASCADE,
    reason text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
)
"""
# Whoever calls one has `public` as its path, and the functions name their tables without a schema.
_OWN_PATH = """
DO $$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', each);
    END LOOP;
END $$
"""


def create_queue_1(op: Any) -> None:
    """Create the schema `jobs`: `_service` works there, `_web` adds a job and sees nothing."""
    web, service = logins(op)
    # The driver's own, on the same connection: without parameters it takes many statements, and a percent sign as one.
    execute = op.get_bind().connection.driver_connection.execute
    execute("CREATE SCHEMA jobs")
    execute("SET LOCAL search_path = jobs")
    for script in (SCHEMA.read_text(encoding="utf-8"), _DEFER, _FAILED, _FAILURES, _OWN_PATH):
        execute(script)
    execute("SET LOCAL search_path = DEFAULT")
    execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs FROM PUBLIC")
    execute(f"GRANT USAGE ON SCHEMA jobs TO {web}, {service}")
    execute(f"GRANT EXECUTE ON FUNCTION jobs.defer, jobs.failed TO {web}")
    execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO {service}")
    execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO {service}")
    execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO {service}")


def drop_queue_1(op: Any) -> None:
    """Drop what create_queue_1 made, with the jobs that wait."""
    op.execute("DROP SCHEMA jobs CASCADE")
