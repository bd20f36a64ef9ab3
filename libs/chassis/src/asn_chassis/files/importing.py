"""The import job: checks and takes the rows of a staged file in batches, and goes on where a dead worker left off."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.auth.caller import Caller
from asn_chassis.clock import now
from asn_chassis.database import tables_of
from asn_chassis.files import operations
from asn_chassis.files.checking import Outcome, Rows
from asn_chassis.files.faults import BadFile
from asn_chassis.files.formats import Format
from asn_chassis.files.operations import acting_for
from asn_chassis.files.reading import Line, lines_of
from asn_chassis.files.staging import staged
from asn_chassis.jobs import Interrupted, Job
from asn_chassis.ops import failpoint
from asn_chassis.service import Resource, Service

BATCH = 500


class _Ended(Exception):
    """The operation was cancelled, or another worker has gone on with it."""


def run_import(job: Job, service: Service, operation_id: UUID) -> None:
    """Do what is left of an import; nothing where it is over."""
    with job.database.transaction() as session:
        operation = operations.begin(session, operation_id)
    if operation is None:
        return
    run = _Run(job, service, operation)
    try:
        run.all_rows()
    except BadFile as error:
        told = {"code": error.code, "variant": error.variant, "values": error.values}
        run.finish("FAILED", error=told)
    except _Ended:
        return
    except Exception as error:
        if job.last and not isinstance(error, Interrupted):
            run.finish("FAILED", error={"code": "internal-error"})
        raise


@dataclass(frozen=True)
class _Run:
    job: Job
    service: Service
    operation: Row[Any]

    @property
    def caller(self) -> Caller:
        return operations.owner_of(self.operation)

    @property
    def resource(self) -> Resource:
        return self.service.resource(self.operation.resource)

    def all_rows(self) -> None:
        rows = Rows(self.service, self.resource, caller=self.caller, revising=self.operation.mode == "upsert")
        if (self.operation.together or self.operation.dry_run) and not self.operation.checked:
            rejected = self._check(rows)
            if self.operation.dry_run:
                return self.finish("SUCCEEDED")
            if rejected:
                return self.finish("FAILED", error={"code": "import-rejected"}, accepted=0)
        self._take(rows)
        return self.finish("SUCCEEDED")

    def finish(self, status: str, **values: Any) -> None:
        with self.job.database.transaction() as session:
            done = operations.find(session, self.operation.id, lock=True)
            total = {} if done is None else {"total": done.done}
            operations.finish(session, self.operation.id, status, at=now(), **total, **values)

    def _lines(self, after: int = 0) -> Iterator[list[Line]]:
        """Yield the rows after this line, a batch at a time."""
        parts = staged(self.job.database.transaction, self.operation.id)
        lines = lines_of(Format(self.operation.format), parts, list(self.resource.row().fields))
        lines = (line for line in lines if line.number > after)
        while batch := list(islice(lines, BATCH)):
            yield batch

    def _check(self, rows: Rows) -> int:
        """Take all rows in one transaction that is then undone, so that each sees those before it; return the rejected.

        What was found before, by a worker that died meanwhile, is found again.
        """
        with self.job.database.transaction() as session:
            _forget(session, self.operation.id)
            operations.change(session, self.operation.id, done=0, accepted=0, rejected=0)
        rejected = 0
        with acting_for(self.job.database, self.caller) as session:
            for batch in self._lines():
                self.job.check_stop()
                outcome = rows.take(session, batch)
                rejected += len(outcome.rejected)
                with self.job.database.transaction() as kept:
                    self._note(kept, self._open(kept), batch, outcome)
                failpoint.reach("import.checked")
            session.rollback()
        if not self.operation.dry_run and not rejected:
            with self.job.database.transaction() as session:
                fresh = {"checked": True, "done": 0, "accepted": 0, "last_line": 0}
                operations.change(session, self._open(session).id, **fresh)
        return rejected

    def _take(self, rows: Rows) -> None:
        """Take the rows that have not been taken, a batch a transaction with its progress."""
        with self.job.database.transaction() as session:
            last = self._open(session).last_line
        for batch in self._lines(after=last):
            self.job.check_stop()
            with acting_for(self.job.database, self.caller) as session:
                held = self._open(session)
                if held.last_line != last:
                    raise _Ended
                self._note(session, held, batch, rows.take(session, batch))
                failpoint.reach("import.batch")
            last = batch[-1].number

    def _open(self, session: Session) -> Row[Any]:
        """Return the operation, held; _Ended where it is open no more."""
        operation = operations.find(session, self.operation.id, lock=True)
        if operation is None or operation.status != "RUNNING":
            raise _Ended
        return operation

    @staticmethod
    def _note(session: Session, operation: Row[Any], batch: list[Line], outcome: Outcome) -> None:
        rejections = tables_of(session).operation_rejection
        found = [
            {"operation_id": operation.id, "line": line.number, "row": _shown(line.cells), "errors": errors}
            for line, errors in outcome.rejected
        ]
        if found:
            session.execute(insert(rejections), found)
        operations.change(
            session,
            operation.id,
            last_line=batch[-1].number,
            done=operation.done + len(batch),
            accepted=operation.accepted + outcome.accepted,
            rejected=operation.rejected + len(outcome.rejected),
        )


def _shown(cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells as they came, of what JSON and PostgreSQL can keep."""
    return {
        name: cell if isinstance(cell, (int, float, bool, type(None))) else str(cell).replace("\x00", "\\x00")
        for name, cell in cells.items()
    }


def _forget(session: Session, operation_id: UUID) -> None:
    rejections = tables_of(session).operation_rejection
    session.execute(delete(rejections).where(rejections.c.operation_id == operation_id))
