"""The export job: writes what its caller may see as a file, in one transaction that may be done again."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.database import tables_of
from asn_chassis.files import operations
from asn_chassis.files.formats import Format
from asn_chassis.files.operations import acting_for
from asn_chassis.files.staging import stage
from asn_chassis.files.writing import written
from asn_chassis.jobs import Job
from asn_chassis.ops import failpoint
from asn_chassis.service import Resource, Service

BATCH = 2_000


def run_export(job: Job, service: Service, operation_id: UUID) -> None:
    """Write the file of an export; nothing where it is over."""
    with job.database.transaction() as session:
        operation = operations.begin(session, operation_id)
    if operation is None:
        return
    resource = service.resource(operation.resource)
    with acting_for(job.database, operations.owner_of(operation)) as session:
        if (held := operations.find(session, operation_id, lock=True)) is None or held.status != "RUNNING":
            return
        count = _Count()
        columns = list(resource.row().fields)
        stage(
            session, operation_id, written(Format(operation.format), columns, count.of(_rows(job, session, resource)))
        )
        failpoint.reach("export.written")
        table = tables_of(session).operation
        counted = {"total": count.rows, "done": count.rows, "accepted": count.rows}
        ended = {"status": "SUCCEEDED", "finished_at": now()}
        session.execute(update(table).where(table.c.id == operation_id).values(**counted, **ended))


class _Count:
    def __init__(self) -> None:
        self.rows = 0

    def of(self, rows: Iterator[Any]) -> Iterator[Any]:
        for row in rows:
            self.rows += 1
            yield row


def _rows(job: Job, session: Session, resource: Resource) -> Iterator[Any]:
    """Yield what is there as mappings, so many at a time: the cursor is the server's."""
    found = session.execute(resource.listed().execution_options(yield_per=BATCH)).mappings()
    for partition in found.partitions():
        job.check_stop()
        yield from partition
