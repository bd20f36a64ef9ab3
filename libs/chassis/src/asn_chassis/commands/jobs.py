"""Flask commands about jobs: `jobs list|retry|drop`."""

import click

from asn_chassis.jobs import failures
from asn_chassis.parts import parts

MOST_LISTED = 1_000


@click.group("jobs")
def jobs() -> None:
    """Work that waits, runs or has failed."""


@jobs.command("list")
def _list() -> None:
    """Show the jobs that are not done, oldest first: what, since when it may run, and why it failed last."""
    with parts().database.transaction() as session:
        found = failures.unfinished(session, limit=MOST_LISTED)
        failed = failures.waiting(session)["failed"]
    for job in found:
        ids = " ".join(f"{name}={value}" for name, value in job.args.items() if not name.startswith("_"))
        after = (
            f"after {job.scheduled_at.isoformat(timespec='seconds')}  "
            if job.status == "todo" and job.scheduled_at
            else ""
        )
        click.echo(
            f"{job.id}  {job.status:6}  {job.task} {ids}  attempts={job.attempts}  {after}{job.reason or ''}".rstrip()
        )
    click.echo(f"{failed} failed")


@jobs.command("retry")
@click.argument("job_id", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="All that have failed.")
def _retry(job_id: int | None, *, everything: bool) -> None:
    """Let failed jobs run once more."""
    if sum((job_id is not None, everything)) != 1:
        raise click.UsageError("say one of JOB_ID and --all")
    with parts().database.transaction() as session:
        retried = failures.retry(session, job_id)
    _require(retried, job_id)
    click.echo(f"{retried} wait again")


@jobs.command("drop")
@click.argument("job_id", type=int, required=False)
@click.option("--reason", help="All that failed for a reason that holds this text.")
@click.option("--all", "everything", is_flag=True, help="All that have failed.")
def _drop(job_id: int | None, reason: str | None, *, everything: bool) -> None:
    """Give failed jobs up for good."""
    if sum((job_id is not None, reason is not None, everything)) != 1:
        raise click.UsageError("say one of JOB_ID, --reason and --all")
    if reason is not None and not reason.strip():
        raise click.UsageError("an empty --reason is in every reason; say --all if you mean all")
    with parts().database.transaction() as session:
        dropped = failures.drop(session, job_id=job_id, reason=reason)
    _require(dropped, job_id)
    click.echo(f"{dropped} dropped")


def _require(done: int, job_id: int | None) -> None:
    if job_id is not None and not done:
        raise click.ClickException(f"no failed job {job_id}")
