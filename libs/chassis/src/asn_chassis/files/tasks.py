"""What the work role does with files."""

from uuid import UUID

from asn_chassis.clock import now
from asn_chassis.files import operations
from asn_chassis.files.exporting import run_export
from asn_chassis.files.importing import run_import
from asn_chassis.jobs import Job, Task
from asn_chassis.service import Service

IMPORT, EXPORT = "import-file", "export-file"
BATCH = 50


def tasks_of(service: Service) -> list[Task]:
    """Return the tasks of a service that has resources to import and export; none of one that has not."""
    if not service.resources:
        return []

    def take(job: Job, *, operation_id: UUID) -> None:
        run_import(job, service, operation_id)

    def give(job: Job, *, operation_id: UUID) -> None:
        run_export(job, service, operation_id)

    return [Task(IMPORT, take), Task(EXPORT, give), Task("forget-files", forget, cron="11 * * * *")]


def forget(job: Job) -> None:
    """Forget what expired operations hold, a batch a transaction."""
    while True:
        job.check_stop()
        with job.database.transaction() as session:
            if operations.forget_expired(session, now(), limit=BATCH) == 0:
                return
