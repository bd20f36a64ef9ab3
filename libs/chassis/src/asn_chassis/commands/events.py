"""Flask commands about events: `relay`, `topics`, `rebuild` and `events forward`.

The Kafka client is imported inside the commands that need it: the web role shares this module and has no use for it.
"""
# ruff: noqa: PLC0415

from pathlib import Path

import click
from flask import Flask, current_app

from asn_chassis import outbox
from asn_chassis.errors import TopicsMissing
from asn_chassis.kafka.cluster import Cluster
from asn_chassis.parts import parts


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own idiom
    return app


def _cluster() -> Cluster:
    config = parts().config
    if not config.kafka_servers:
        raise click.ClickException("ASN_KAFKA_SERVERS names no broker")
    return Cluster.of(config)


@click.command("relay")
def _relay() -> None:
    """Publish this service's events to Kafka until told to stop; several may run, one is active."""
    from asn_chassis.roles.relay import relay

    _cluster()
    try:
        relay(_app())
    except TopicsMissing as error:
        raise click.ClickException(str(error)) from error


@click.group("topics")
def _topics() -> None:
    """Kafka's topics."""


@_topics.command("ensure")
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--replication", type=click.IntRange(min=1), help="At most so many copies, on a small cluster.")
def _ensure(path: Path, replication: int | None) -> None:
    """Create the topics of FILE that are missing and bring the others' settings in line."""
    from asn_chassis.kafka.clients import BrokerUnreachable
    from asn_chassis.kafka.topics import TopicsDiffer, declared, ensure

    topics = declared(path)
    if replication is not None:
        topics = [topic.on_fewer_brokers(replication) for topic in topics]
    try:
        done = ensure(_cluster(), topics)
    except (BrokerUnreachable, TopicsDiffer) as error:
        raise click.ClickException(str(error)) from error
    for name, outcome in done.items():
        click.echo(f"{name}: {outcome}")


@click.command("rebuild")
@click.argument("name")
def _rebuild(name: str) -> None:
    """Build the read model NAME again from the events it is made of; readers see the old one until the end."""
    from asn_chassis.consume.history import histories
    from asn_chassis.consume.rebuilding import HistoryIncomplete, rebuild

    service = parts().service
    if name not in service.replicas:
        known = ", ".join(sorted(service.replicas)) or "none"
        raise click.ClickException(f"{service.name} has no read model {name!r}; it has: {known}")
    database = parts().database
    replica = service.replicas[name]
    try:
        events = rebuild(database, replica, histories(_app(), replica))
    except HistoryIncomplete as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name}: rebuilt from {events} events")


@click.group("events")
def _events() -> None:
    """Look after the log of this service's events."""


@_events.command("forward")
@click.argument("position", type=click.IntRange(min=1, max=2**62), required=False)
def _forward(position: int | None) -> None:
    """Let the next event of a restored service come behind POSITION, or a million behind the end of its log.

    No reader then takes it for one it has seen.
    """
    with parts().database.transaction() as session:
        try:
            ended, ends = outbox.forward(session, position)
        except outbox.NotForward as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"the log ended at {ended}; the next event comes behind {ends}")


COMMANDS = (_relay, _topics, _rebuild, _events)
