"""The worker: takes the jobs that wait, one at a time, whatever dies meanwhile."""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from threading import Event as StopSignal
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as KeptJob
from procrastinate.jobs import Status
from procrastinate.retry import BaseRetryStrategy
from procrastinate.worker import Worker as Procrastinate
from sqlalchemy.exc import SQLAlchemyError

from asn_chassis.clock import now
from asn_chassis.database import Database
from asn_chassis.errors import Unprocessable
from asn_chassis.events.flow import Flow, flow
from asn_chassis.ids import new_id
from asn_chassis.jobs.deferring import FLOW
from asn_chassis.jobs.failures import note_failure
from asn_chassis.jobs.task import Interrupted, Job, Task
from asn_chassis.ops import failpoint

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
LONGEST_PAUSE = 600
# Seconds between two signs of life of a worker, and after how many without one its jobs are somebody else's.
BEAT = 3.0
DEAD_AFTER = 15.0
# Seconds between two looks for a job that no notification told of, such as one whose day has come.
POLL = 5.0
# A periodic task that fell into the last day is caught up: a machine may have been off at night.
CATCH_UP = timedelta(days=1).total_seconds()
PAUSE = 5.0


class Worker:
    """Runs the tasks for the jobs of one database until `stop` is set; any number of workers may share it.

    A task that fails is tried again with back-off, MOST_ATTEMPTS times, then its job is kept as failed; Unprocessable
    is not tried again. The jobs of a worker that has died are taken over within seconds.
    """

    def __init__(self, *, database: Database, tasks: Sequence[Task], stop: StopSignal) -> None:
        self._database = database
        self._tasks = tasks
        self._stop = stop

    def run(self) -> None:
        """Work until `stop` is set; what fails outside of a task, as a database that is gone, is begun again."""
        # Its lines hold the same as ours, several times.
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        while not self._stop.is_set():
            try:
                asyncio.run(self._work(wait=True))
            except Exception:
                log.exception("working failed, will try again")
            self._pause(PAUSE)

    def drain(self) -> None:
        """Do what waits now: for tests."""
        asyncio.run(self._work(wait=False))

    async def _work(self, *, wait: bool) -> None:
        app = self._app()
        async with app.open_async():
            worker = Procrastinate(
                app,
                wait=wait,
                fetch_job_polling_interval=POLL,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=BEAT,
                stalled_worker_timeout=DEAD_AFTER,
            )
            helpers = [asyncio.create_task(self._watch(worker)), asyncio.create_task(self._take_over(app))]
            try:
                await worker.run()  # type: ignore[no-untyped-call]
            finally:
                for helper in helpers:
                    helper.cancel()
                await asyncio.gather(*helpers, return_exceptions=True)

    def _app(self) -> App:
        url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        options = {"options": "-c search_path=jobs -c timezone=UTC", "connect_timeout": 5}
        # The queries of a worker are short: two at once are those of a job that ends and of the clock.
        connector = PsycopgConnector(conninfo=url, kwargs=options, min_size=1, max_size=2, timeout=10)
        app = App(connector=connector, periodic_defaults={"max_delay": CATCH_UP})
        for task in self._tasks:
            added = app.task(name=task.name, queue="default", pass_context=True, retry=_BackOff())(self._runner(task))
            if task.cron is not None:
                app.periodic(cron=task.cron, queueing_lock=task.name)(added)
        return app

    def _runner(self, task: Task) -> Any:
        def run(context: JobContext, **ids: Any) -> None:
            ids.pop("timestamp", None)  # of a periodic task
            about = {"task": task.name, "job_id": context.job.id}
            began, last = time.monotonic(), context.job.attempts + 1 >= MOST_ATTEMPTS
            with flow(Flow(ids.pop(FLOW, None) or str(new_id()))):
                failpoint.reach("job.started")
                try:
                    task(Job(self._database, now(), self._stop, last), ids)
                except Interrupted:
                    log.info("job interrupted, goes on elsewhere", extra=about)
                    raise
                except Exception as error:
                    log.warning("job failed", exc_info=True, extra={**about, "attempts": context.job.attempts + 1})
                    self._note(context.job, error)
                    raise
                failpoint.reach("job.done")
                log.info("job done", extra={**about, "duration_ms": round((time.monotonic() - began) * 1000, 1)})

        return run

    def _note(self, job: KeptJob, error: Exception) -> None:
        try:
            with self._database.transaction() as session:
                note_failure(session, job.id or 0, error)
        except SQLAlchemyError:
            log.exception("why a job failed could not be kept", extra={"job_id": job.id})

    async def _watch(self, worker: Procrastinate) -> None:
        # A flag of threads, which nothing can await; whoever watches this loop sees that it is asked.
        while not self._stop.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        worker.stop()  # type: ignore[no-untyped-call]

    async def _take_over(self, app: App) -> None:
        """Put back what a dead worker was at; give up what has killed its worker again and again."""
        while True:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
                about = {"task": job.task_name, "job_id": job.id, "attempts": job.attempts + 1}
                log.warning("the worker of a job has died", extra=about)
                # Another worker may have been first: then the job is no longer there to be put back.
                with suppress(ConnectorException):
                    if job.attempts + 1 < MOST_ATTEMPTS:
                        await app.job_manager.retry_job(job)
                    else:
                        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            await asyncio.sleep(BEAT)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._stop.is_set():
            self._stop.wait(0.5)


class _BackOff(BaseRetryStrategy):
    """Again after 1, 2, 4 … seconds; without an end where it was only interrupted."""

    def get_retry_decision(self, *, exception: BaseException, job: KeptJob) -> RetryDecision | None:
        if isinstance(exception, Interrupted):
            return RetryDecision(retry_in={"seconds": 1})  # not by this worker, which is about to stop
        if isinstance(exception, Unprocessable) or job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(LONGEST_PAUSE, 2**job.attempts)})
