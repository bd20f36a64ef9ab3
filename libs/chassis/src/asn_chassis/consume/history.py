"""Whole streams, from their first message: what rebuilding reads."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import httpx
from flask import Flask
from kafka import TopicPartition
from sqlalchemy import select

from asn_chassis.consume.feed import FeedTransport, feed_client
from asn_chassis.consume.kafka import record_of
from asn_chassis.consume.rebuilding import History, HistoryIncomplete
from asn_chassis.database import Database, tables_of
from asn_chassis.errors import TopicsMissing
from asn_chassis.events.handlers import handlers_from
from asn_chassis.events.record import Record
from asn_chassis.kafka.clients import admin, consumer
from asn_chassis.kafka.cluster import Cluster
from asn_chassis.parts import parts
from asn_chassis.service import Replica


def histories(app: Flask, replica: Replica) -> dict[str, History]:
    """Return the histories of the streams that a replica is made of.

    From the feeds whose addresses the settings hold, else from topics: these forget, and keep what a source that was
    restored does not know any more.
    """
    return {stream: _history(app, stream, replica) for stream in replica.streams}


def _history(app: Flask, stream: str, replica: Replica) -> History:
    config = parts(app).config
    by_kafka = config.event_transport == "kafka"
    if by_kafka and stream.split(".")[1] not in config.feed_urls:
        return of_topic(Cluster.of(config), stream, parts(app).service.group)
    history = _feed_of(app, stream, replica)
    # Offsets of a topic say nothing of positions: the inbox alone knows what was consumed.
    return replace(history, consumed=dict) if by_kafka else history


def _feed_of(app: Flask, stream: str, replica: Replica) -> History:
    source = stream.split(".")[1]
    types = sorted(handlers_from(replica.handlers, source))
    return of_feed(lambda: feed_client(parts(app).config, source), stream, parts(app).database, types)


def of_topic(cluster: Cluster, topic: str, group: str) -> History:
    """Return the history of a topic, as far as the group has consumed it."""

    def consumed() -> Mapping[int, int]:
        with admin(cluster, "rebuild") as client:
            offsets = client.list_group_offsets(group)[group]  # type: ignore[no-untyped-call]
        return {place.partition: kept.offset for place, kept in offsets.items() if place.topic == topic}

    return History(lambda: _topic_records(cluster, topic), consumed)


def of_feed(
    client: Callable[[], httpx.Client], stream: str, database: Database, types: Collection[str] = ()
) -> History:
    """Return the history of a feed, all of it or these types, as far as this service's cursor has come."""

    def consumed() -> Mapping[int, int]:
        with database.transaction() as session:
            cursor = tables_of(session).cursor.c
            return {0: (session.scalar(select(cursor.position).where(cursor.stream == stream)) or 0) + 1}

    return History(lambda: _feed_records(client(), stream, database, types), consumed)


def _topic_records(cluster: Cluster, topic: str) -> Iterator[Sequence[Record]]:
    reader = consumer(cluster, "rebuild", None)
    try:
        partitions = [TopicPartition(topic, number) for number in reader.partitions_for_topic(topic)]
        if not partitions:
            raise TopicsMissing([topic])
        late = [place for place, first in reader.beginning_offsets(partitions).items() if first]
        if late:
            raise HistoryIncomplete(f"{topic} no longer holds its first events in {len(late)} partitions")
        ends = reader.end_offsets(partitions)
        reader.assign(partitions)
        while any((reader.position(place) or 0) < ends[place] for place in partitions):
            for messages in reader.poll(timeout_ms=500).values():
                yield [record_of(message) for message in messages]
    finally:
        reader.close(autocommit=False, timeout_ms=3_000)


def log_of(app: Flask, source: str) -> Callable[[int, Collection[str]], Iterator[Sequence[Record]]]:
    """Return how to read the log of a source behind a position, of these types or of all, page by page."""

    def read(start: int, types: Collection[str]) -> Iterator[Sequence[Record]]:
        client = feed_client(parts(app).config, source)
        return _feed_records(client, f"asn.{source}.v1", parts(app).database, types, start)

    return read


def _feed_records(
    client: httpx.Client, stream: str, database: Database, types: Collection[str], start: int = 0
) -> Iterator[Sequence[Record]]:
    feed = FeedTransport(stream=stream, client=client, database=database, wait=timedelta(0), types=types, start=start)
    try:
        while records := feed.poll():
            yield records
    finally:
        feed.close()
