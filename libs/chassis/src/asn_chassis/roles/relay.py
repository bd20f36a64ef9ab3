"""The relay role: the relay of one service in one process, until the process is told to stop."""

from socket import gethostname

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from asn_chassis.database import Database
from asn_chassis.kafka import topics
from asn_chassis.kafka.cluster import Cluster
from asn_chassis.ops import health, loops, metrics
from asn_chassis.outbox import publication
from asn_chassis.parts import parts
from asn_chassis.publish.publisher import Publisher
from asn_chassis.publish.relay import Relay


def relay(app: Flask) -> None:
    """Publish the service's events and dead letters; return within seconds of SIGTERM or SIGINT."""
    config = parts(app).config
    service = parts(app).service
    cluster = Cluster.of(config)
    stop = loops.stop_on_signals()
    database = parts(app).database
    topics.require(cluster, [service.stream, service.dead_letter_stream], stop)
    client_id = f"{service.name}-relay-{gethostname()}"
    relay = Relay(
        database=database,
        publisher=Publisher(cluster=cluster, client_id=client_id, stop=stop),
        topic=service.stream,
        dead_letter_topic=service.dead_letter_stream,
        stop=stop,
    )
    expose(relay, database)
    health.serve(config.admin_address, "relay", stop=stop, troubles=relay.troubles)
    loops.run({"relay": relay.run}, stop)


def expose(relay: Relay, database: Database) -> None:
    """Have the metrics of this process ask the relay and the outbox."""

    def pending() -> publication.Pending:
        with database.transaction() as session:
            return publication.pending(session)

    metrics.outbox_pending.asks(lambda: {(): pending().events}, SQLAlchemyError)
    metrics.outbox_oldest.asks(lambda: {(): pending().oldest_age}, SQLAlchemyError)
    metrics.relay_active.asks(lambda: {(): relay.active})
