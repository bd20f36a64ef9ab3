"""The consume role: one consumer a source, in one process, until the process is told to stop."""

import logging
import signal
from collections.abc import Iterator
from threading import Event as StopSignal
from threading import Thread

import httpx
from flask import Flask

from asn_chassis.auth.client import ClientCredentials
from asn_chassis.config import Config
from asn_chassis.consumer import Consumer
from asn_chassis.database import Database
from asn_chassis.service import Service
from asn_chassis.transport.feed import FeedTransport

log = logging.getLogger(__name__)


def consume(app: Flask) -> None:
    """Consume all sources of the application's service; return within one batch of SIGTERM or SIGINT."""
    stop = StopSignal()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    consumers = list(consumers_of(app, stop))
    threads = [Thread(target=consumer.run, name=f"consumer-{n}", daemon=True) for n, consumer in enumerate(consumers)]
    for thread in threads:
        thread.start()
    log.info("consuming", extra={"consumers": len(threads)})
    stop.wait()
    for thread in threads:
        thread.join(timeout=10)


def consumers_of(app: Flask, stop: StopSignal) -> Iterator[Consumer]:
    """Yield the consumers that the settings ask for."""
    config: Config = app.extensions["asn_config"]
    service: Service = app.extensions["asn_service"]
    database: Database = app.extensions["asn_database"]
    for source in service.sources:
        client = feed_client(config, source)
        transport = FeedTransport(stream=f"asn.{source}.v1", client=client, database=database)
        handlers = {name: handle for name, handle in service.handlers.items() if name.split(".")[1] == source}
        yield Consumer(database=database, handlers=handlers, transport=transport, stop=stop)


def feed_client(config: Config, source: str) -> httpx.Client:
    """Return an HTTP client for the feed of another service, with our identity."""
    identity = ClientCredentials(
        token_url=str(config.token_url),
        client_id=str(config.client_id),
        client_secret=str(config.client_secret),
        scope="events:read",
    )
    # Longer than the feed may hold an answer back.
    return httpx.Client(base_url=config.feed_urls[source], auth=identity, timeout=30)
