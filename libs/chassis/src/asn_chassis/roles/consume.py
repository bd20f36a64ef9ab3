"""The consume role: one consumer a source, until the process is told to stop."""

from collections.abc import Iterable, Iterator, Sequence
from socket import gethostname
from threading import Event as StopSignal

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from asn_chassis import dead_letters
from asn_chassis.consume.consumer import Consumer
from asn_chassis.consume.feed import FeedTransport, feed_client
from asn_chassis.consume.transport import Transport
from asn_chassis.events.handlers import handlers_from
from asn_chassis.ops import health, loops, metrics
from asn_chassis.ops.exposing import Role
from asn_chassis.parts import parts
from asn_chassis.roles import work


def consume(app: Flask, *, working: bool = False) -> None:
    """Consume all sources of the application's service; return within one batch of SIGTERM or SIGINT.

    With `working` the same process is the work role too: on one machine every process counts.
    """
    stop = loops.stop_on_signals()
    consumers = list(consumers_of(app, stop))
    expose(app, consumers)
    running = {f"consumer-{number}": consumer.run for number, consumer in enumerate(consumers)}
    roles: tuple[Role, ...] = ("consume",)
    if working:
        running, roles = running | work.loops_of(app, stop), ("consume", "work")
    health.serve(parts(app).config.admin_address, *roles, stop=stop, troubles=lambda: troubles(consumers))
    loops.run(running, stop)


def troubles(consumers: Iterable[Consumer]) -> dict[str, str]:
    """Return which of these stand still, and why."""
    found = {consumer.name: consumer.trouble() for consumer in consumers}
    return {name: trouble for name, trouble in found.items() if trouble is not None}


def expose(app: Flask, consumers: Sequence[Consumer]) -> None:
    """Have the metrics of this process ask these consumers."""
    database = parts(app).database

    def backlog() -> dict[tuple[str, ...], float]:
        with database.transaction() as session:
            return {(state.lower(),): count for state, count in dead_letters.waiting(session).items()}

    metrics.dead_letters.asks(backlog, SQLAlchemyError)
    metrics.last_poll.asks(lambda: {(each.name,): each.last_round for each in consumers})
    metrics.breaker_open.asks(lambda: {(each.name,): each.breaker_open for each in consumers})
    metrics.consumer_lag.asks(
        lambda: {
            (each.name, stream, str(partition)): lag
            for each in consumers
            for (stream, partition), lag in each.lag().items()
        }
    )


def consumers_of(app: Flask, stop: StopSignal) -> Iterator[Consumer]:
    """Yield the consumers that the settings ask for: one for all topics, or one a feed."""
    service = parts(app).service
    database = parts(app).database
    if parts(app).config.event_transport == "kafka":
        if service.sources:
            transport = _kafka(app, stop)
            yield Consumer(database=database, handlers=service.handlers, transport=transport, stop=stop)
        return
    for source in service.sources:
        handlers = handlers_from(service.handlers, source)
        client = feed_client(parts(app).config, source)
        feed = FeedTransport(stream=f"asn.{source}.v1", client=client, database=database, types=sorted(handlers))
        yield Consumer(database=database, handlers=handlers, transport=feed, stop=stop)


def _kafka(app: Flask, stop: StopSignal) -> Transport:
    # Imported here, because no other role of a service needs the library.
    from asn_chassis.consume.kafka import KafkaTransport  # noqa: PLC0415
    from asn_chassis.kafka import topics  # noqa: PLC0415
    from asn_chassis.kafka.cluster import Cluster  # noqa: PLC0415

    config = parts(app).config
    service = parts(app).service
    names = [f"asn.{source}.v1" for source in service.sources]
    cluster = Cluster.of(config)
    topics.require(cluster, names, stop)
    client_id = f"{service.name}-consume-{gethostname()}"
    return KafkaTransport(cluster=cluster, group=service.group, topics=names, client_id=client_id)
