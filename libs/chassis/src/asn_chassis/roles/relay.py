"""The relay role: the relay of one service in one process, until the process is told to stop."""

from socket import gethostname

from flask import Flask

from asn_chassis.kafka import topics
from asn_chassis.ops import loops
from asn_chassis.parts import parts
from asn_chassis.publish.publisher import Publisher
from asn_chassis.publish.relay import Relay


def relay(app: Flask) -> None:
    """Publish the service's events and dead letters; return within seconds of SIGTERM or SIGINT."""
    config = parts(app).config
    service = parts(app).service
    stop = loops.stop_on_signals(config.heartbeats)
    topics.require(config.kafka_servers, [service.stream, service.dead_letter_stream], stop)
    client_id = f"{service.name}-relay-{gethostname()}"
    relay = Relay(
        database=parts(app).database,
        publisher=Publisher(servers=config.kafka_servers, client_id=client_id, stop=stop),
        topic=service.stream,
        dead_letter_topic=service.dead_letter_stream,
        stop=stop,
    )
    loops.run({"relay": relay.run}, stop)
