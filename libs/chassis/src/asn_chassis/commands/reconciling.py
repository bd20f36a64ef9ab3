"""Flask command `reconcile`: what the sources have published beside what this service has consumed."""

import click
import httpx
from flask import Flask, current_app

from asn_chassis import outbox
from asn_chassis.commands.dead_letters import plain
from asn_chassis.consume.comparing import Comparison
from asn_chassis.consume.history import log_of
from asn_chassis.consume.reconciling import Reconciling
from asn_chassis.events.handlers import handlers_from
from asn_chassis.parts import parts


@click.command("reconcile")
@click.argument("source", required=False)
@click.option("--apply", "applying", is_flag=True, help="Fetch what is missing from the feed and apply it, in order.")
@click.option("--now", is_flag=True, help="Count what may be on its way as missing: while no consumer runs.")
def reconcile(source: str | None, *, applying: bool, now: bool) -> None:
    """Compare the log of SOURCE, or of every source, with what was consumed; 1 when something differs."""
    service, config = parts().service, parts().config
    sources = service.sources if source is None else [source]
    if unknown := sorted(set(sources) - set(service.sources)):
        known = ", ".join(service.sources) or "none"
        raise click.ClickException(f"{service.name} does not listen to {unknown[0]!r}; it listens to: {known}")
    if unnamed := [name for name in sources if name not in config.feed_urls]:
        raise click.ClickException(f"ASN_FEED_URLS has no address for: {', '.join(unnamed)}")
    differ = [name for name in sources if not _reconcile(name, applying=applying, now=now)]
    if differ:
        raise click.exceptions.Exit(1)


def _reconcile(source: str, *, applying: bool, now: bool) -> bool:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own idiom
    database = parts().database
    with database.connection() as connection:
        reconciling = Reconciling(
            database,
            connection,
            source,
            handlers=handlers_from(parts().service.handlers, source),
            log=log_of(app, source),
            by_cursor=parts().config.event_transport != "kafka",
            now=now,
        )
        try:
            comparison = reconciling.compare()
            _say(source, comparison)
            if not (applying and comparison.missing):
                return comparison.agrees
            return _apply(source, reconciling, comparison)
        except httpx.HTTPError as error:
            raise click.ClickException(f"{source}: its feed cannot be read: {error}") from error


def _say(source: str, comparison: Comparison) -> None:
    if comparison.differences:
        click.echo(f"{source}: {'type':40} {'day':10} published  consumed   waiting   missing")
    for each in comparison.differences:
        counts = "".join(f"{count:10}" for count in (each.published, each.consumed, each.waiting, each.missing))
        click.echo(f"{source}: {each.event_type:40} {each.day}{counts}")
    for day, events in comparison.forgotten:
        click.echo(f"{source}: {events} events that were consumed on {day} are not in its log any more")
    rest = "".join(
        f"; {count} {words}"
        for count, words in ((comparison.on_their_way, "on their way"), (comparison.given_up, "given up"))
        if count
    )
    click.echo(f"{source}: {comparison.same} events of {comparison.types} types: the same{rest}")
    if any(each.waiting for each in comparison.differences):
        click.echo("  what waits: flask dead-letters list")
    if comparison.missing:
        click.echo(f"  what is missing: flask reconcile {source} --apply")
    if comparison.forgotten:
        stream = f"asn.{source}.v1"
        for name, replica in parts().service.replicas.items():
            if stream in replica.streams:
                click.echo(f"  what {source} forgot: flask rebuild {name}")
        click.echo(f"  at {source}, unless it was done: flask events forward {comparison.seen + outbox.MARGIN}")


def _apply(source: str, reconciling: Reconciling, comparison: Comparison) -> bool:
    applied, refused = reconciling.apply_missing()
    for each in refused:
        click.echo(f"{source}: position {each.position}, {each.event_type} {each.event_id}: {plain(each.reason)}")
    click.echo(f"{source}: {applied} applied, {len(refused)} refused")
    waits = any(each.waiting for each in comparison.differences)
    return not (refused or waits or comparison.forgotten)
