"""Jobs: deferred with their cause, done whatever dies, tried again, kept where nothing helps."""

import time
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import resources
from threading import Event as StopSignal
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from asn_chassis import jobs
from asn_chassis.clock import now
from asn_chassis.database.queue import SCHEMA
from asn_chassis.errors import Unprocessable
from asn_chassis.events.flow import Flow, flow, started_flow
from asn_chassis.jobs import Task, failures
from asn_chassis.jobs.worker import DEAD_AFTER, MOST_ATTEMPTS, Worker
from asn_chassis.parts import parts

THING = UUID("01a20bac-5bd0-708f-8add-7ff916bb302a")


class Record:
    """A task that notes what it was called with, and fails as often as it is told."""

    def __init__(self, *failures):
        self.calls = []
        self.failures = list(failures)

    def __call__(self, _: jobs.Job, *, thing_id: UUID, day: date | None = None) -> None:
        self.calls.append((thing_id, day, started_flow().correlation_id))
        if self.failures:
            raise self.failures.pop(0)


def worker_of(probe, task, stop=None):
    tasks = [Task("record", task)] if not isinstance(task, Task) else [task]
    return Worker(database=probe.database, tasks=tasks, stop=stop or StopSignal())


def defer(probe, **more):
    with probe.database.transaction() as session:
        jobs.defer(session, "record", **({"thing_id": THING} | more))


def unfinished(probe):
    with probe.database.transaction() as session:
        return [(job.status, job.attempts, job.reason) for job in failures.unfinished(session, limit=100)]


def make_due(probe):
    with probe.database.transaction() as session:
        session.execute(text("UPDATE jobs.procrastinate_jobs SET scheduled_at = now()"))


def test_the_pinned_copy_of_the_queue_is_what_the_wheel_ships():
    shipped = resources.files("procrastinate.sql") / "schema.sql"

    assert SCHEMA.read_text() == shipped.read_text(), "a new version: copy it, and write a revision (decision 25)"


def test_a_job_is_there_with_the_commit_and_gone_with_the_rollback(probe):
    web = parts(probe.app).database
    with web.transaction() as session:
        jobs.defer(session, "record", thing_id=THING)
    with web.engine.connect() as connection, connection.begin() as undone, web.transaction(connection) as session:
        jobs.defer(session, "record", thing_id=THING)
        undone.rollback()

    assert unfinished(probe) == [("todo", 0, None)]


def test_a_task_gets_its_ids_back_and_goes_on_with_the_flow_of_its_cause(probe):
    record = Record()
    with flow(Flow("the-cause")):
        defer(probe, day=date(2026, 3, 1))

    worker_of(probe, record).drain()

    assert record.calls == [(THING, date(2026, 3, 1), "the-cause")]
    assert unfinished(probe) == []


def test_the_web_login_adds_jobs_and_sees_none(probe):
    web = parts(probe.app).database
    for forbidden in (
        "SELECT * FROM jobs.procrastinate_jobs",
        "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name) VALUES ('default', 'record')",
        "SELECT jobs.procrastinate_fetch_job_v2(NULL, 1)",
        "SELECT jobs.procrastinate_defer_jobs_v1(NULL)",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), web.transaction() as session:
            session.execute(text(forbidden))


def test_one_job_of_a_key_waits_and_another_day_is_another_job(probe):
    tomorrow = now() + timedelta(days=1)
    for at in (None, None, tomorrow, tomorrow):
        defer(probe, key=str(THING), at=at)
    defer(probe)
    record = Record()

    worker_of(probe, record).drain()

    assert len(record.calls) == 2
    assert unfinished(probe) == [("todo", 0, None)]


def test_a_job_that_fails_is_tried_again_later(probe):
    record = Record(RuntimeError("no luck with 198001012006041001"), RuntimeError("none again"))
    defer(probe)
    for attempts, reason in [(1, "RuntimeError: no luck with [masked]"), (2, "RuntimeError: none again")]:
        worker_of(probe, record).drain()
        assert unfinished(probe) == [("todo", attempts, reason)]
        worker_of(probe, record).drain()
        assert len(record.calls) == attempts, "not before its pause is over"
        make_due(probe)

    worker_of(probe, record).drain()

    assert (len(record.calls), unfinished(probe)) == (3, [])


@pytest.mark.parametrize(
    ("attempts", "error"), [(0, Unprocessable("it makes no sense")), (MOST_ATTEMPTS - 1, RuntimeError("the last one"))]
)
def test_what_no_retry_mends_is_kept_until_somebody_retries_or_drops_it(probe, attempts, error):
    record = Record(error, error)
    defer(probe)
    with probe.database.transaction() as session:
        session.execute(text("UPDATE jobs.procrastinate_jobs SET attempts = :n"), {"n": attempts})
    worker_of(probe, record).drain()
    kept = ("failed", attempts + 1, f"{type(error).__name__}: {error}")
    assert unfinished(probe) == [kept]

    assert probe.client("status:read").get("/v1/status").json["failed_jobs"] == 1
    assert f"failed  record thing_id={THING}" in flask(probe, "jobs", "list")
    assert flask(probe, "jobs", "retry", "--all") == "1 wait again\n"
    worker_of(probe, record).drain()
    assert unfinished(probe)[0][0] == "failed"
    assert flask(probe, "jobs", "drop", "--reason", "another") == "0 dropped\n"
    assert flask(probe, "jobs", "drop", "--reason", str(error)) == "1 dropped\n"
    assert unfinished(probe) == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ((), "say one of"),
        (("--all", "1"), "say one of"),
        (("7",), "no failed job 7"),
    ],
)
@pytest.mark.parametrize("command", ["retry", "drop"])
def test_a_command_about_jobs_says_what_it_lacks(probe, command, words, answer):
    assert answer in flask(probe, "jobs", command, *words, code=(1, 2))


@contextmanager
def working(probe, task):
    stop = StopSignal()
    thread = Thread(target=worker_of(probe, task, stop).run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def until(condition, patience=20):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def flask(probe, *words, code=(0,)):
    with probe.worker.app_context():
        result = probe.worker.test_cli_runner().invoke(args=words)
    assert result.exit_code in code, result.output
    return result.output


def test_ids_that_the_task_does_not_take_fail_at_once(probe):
    record = Record()
    defer(probe, day=3)

    worker_of(probe, record).drain()

    assert record.calls == []
    ((status, _, reason),) = unfinished(probe)
    assert (status, reason) == ("failed", "Unprocessable: record: Expected `date | null`, got `int` - at `$.day`")


@pytest.mark.parametrize(("attempts", "outcome"), [(0, []), (MOST_ATTEMPTS - 1, ["failed"])])
def test_the_job_of_a_dead_worker_is_taken_over_but_not_for_ever(probe, attempts, outcome):
    record = Record()
    defer(probe)
    with probe.database.transaction() as session:
        old = text(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - :age * interval '1 second')"
        )
        session.execute(old, {"age": DEAD_AFTER + 1})
        session.execute(text("SELECT jobs.procrastinate_fetch_job_v2(NULL, max(id)) FROM jobs.procrastinate_workers"))
        session.execute(text("UPDATE jobs.procrastinate_jobs SET attempts = :n"), {"n": attempts})

    with working(probe, record):
        until(lambda: [status for status, _, _ in unfinished(probe)] == outcome)

    assert len(record.calls) == (0 if outcome else 1)


def test_the_job_of_a_worker_that_lives_is_left_alone(probe):
    record = Record()
    defer(probe)
    with probe.database.transaction() as session:
        session.execute(text("SELECT jobs.procrastinate_fetch_job_v2(NULL, jobs.procrastinate_register_worker_v1())"))
    defer(probe)

    worker_of(probe, record).drain()

    assert (len(record.calls), unfinished(probe)) == (1, [("doing", 0, None)])


def test_a_task_that_is_told_to_stop_goes_on_with_the_next_worker(probe):
    stop, steps = StopSignal(), []

    def long(job: jobs.Job) -> None:
        for step in range(2):
            steps.append(step)
            if len(steps) == 1:
                stop.set()
            job.check_stop()

    with probe.database.transaction() as session:
        jobs.defer(session, "long")
    worker_of(probe, Task("long", long), stop).drain()
    assert [status for status, _, _ in unfinished(probe)] == ["todo"]

    make_due(probe)
    worker_of(probe, Task("long", long)).drain()

    assert (steps, unfinished(probe)) == ([0, 0, 1], [])


def test_what_comes_round_by_the_clock_is_caught_up_once_by_any_number_of_workers(probe):
    runs = []
    task = Task("daily", lambda job: runs.append(job.at), cron="0 0 * * *")

    for _ in range(2):
        with working(probe, task):
            until(lambda: runs and unfinished(probe) == [])

    assert len(runs) == 1
