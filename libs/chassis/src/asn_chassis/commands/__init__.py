"""The roles of a service as Flask commands: `flask --app <service>.wsgi consume` and the like."""

import click
from flask import Flask, current_app
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from asn_chassis.clock import now
from asn_chassis.commands import audit, dead_letters, events, jobs, reconciling
from asn_chassis.database.migrations import SkeletonFound, upgrade
from asn_chassis.errors import TopicsMissing
from asn_chassis.jobs.retention import purge
from asn_chassis.parts import parts
from asn_chassis.roles.consume import consume
from asn_chassis.roles.work import work


def install(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (
        _consume,
        _work,
        _migrate,
        _purge,
        *events.COMMANDS,
        dead_letters.dead_letters,
        reconciling.reconcile,
        jobs.jobs,
        audit.audit,
    ):
        app.cli.add_command(command)


@click.command("consume")
@click.option("--work", "working", is_flag=True, help="Be the work role too, in the same process.")
def _consume(*, working: bool) -> None:
    """Apply the events of other services until told to stop."""
    try:
        consume(current_app._get_current_object(), working=working)  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own idiom
    except TopicsMissing as error:
        raise click.ClickException(str(error)) from error


@click.command("work")
def _work() -> None:
    """Do the jobs that wait, and seal the audit, until told to stop."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own idiom


@click.command("migrate")
def _migrate() -> None:
    """Bring the database to the schema of this version, as its owner."""
    config = parts().config
    engine = create_engine(config.database_owner_url or config.database_url, poolclass=NullPool)
    try:
        upgrade(engine, parts().service.migrations)
    except SkeletonFound as error:
        raise click.ClickException(str(error)) from error


@click.command("purge")
def _purge() -> None:
    """Forget the answers kept for repeated requests that are older than a day; the work role does so by itself."""
    click.echo(f"{purge(parts().database, now())} kept answers forgotten")
