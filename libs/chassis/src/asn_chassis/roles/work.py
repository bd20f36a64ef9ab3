"""The work role: the jobs of one service and the sealer of its audit, until the process is told to stop."""

from collections.abc import Callable
from threading import Event as StopSignal

from flask import Flask

from asn_chassis import files
from asn_chassis.audit import Sealer
from asn_chassis.jobs import Task, failures
from asn_chassis.jobs.retention import PURGE
from asn_chassis.ops import health, loops, metrics
from asn_chassis.parts import parts
from asn_chassis.service import Service


def work(app: Flask) -> None:
    """Do the jobs of the application's service; return when the present transaction ends after SIGTERM or SIGINT."""
    stop = loops.stop_on_signals()
    running = loops_of(app, stop)
    health.serve(parts(app).config.admin_address, "work", stop=stop, troubles=dict)
    loops.run(running, stop)


def loops_of(app: Flask, stop: StopSignal) -> dict[str, Callable[[], None]]:
    """Return the loops of this role by name, and have the metrics ask them; any number of processes may run them."""
    # Imported here, because no other role needs the library.
    from asn_chassis.jobs.worker import Worker  # noqa: PLC0415

    database, config = parts(app).database, parts(app).config
    sealer = Sealer(database=database, key=config.audit_key, stop=stop)
    worker = Worker(database=database, tasks=tasks_of(parts(app).service), stop=stop)

    def waiting() -> dict[tuple[str, ...], float]:
        with database.transaction() as session:
            return {(state,): count for state, count in failures.waiting(session).items()}

    metrics.jobs.asks(waiting)
    return {"worker": worker.run, "sealer": sealer.run}


def tasks_of(service: Service) -> list[Task]:
    """Return all that the work role of this service can do."""
    return [PURGE, *files.tasks_of(service), *service.jobs]
