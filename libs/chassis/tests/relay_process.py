"""A relay in a process of its own, for tests that kill it: database, broker, topic, dead-letter topic."""

import logging
import signal
import sys
from threading import Event

from asn_chassis.database import Database, metadata
from asn_chassis.database.tables import chassis_tables
from asn_chassis.events.contracts import Contracts
from asn_chassis.kafka.cluster import Cluster
from asn_chassis.publish.publisher import Publisher
from asn_chassis.publish.relay import Relay


def main(url: str, server: str, topic: str, dead_letter_topic: str, contracts: Contracts) -> None:
    tables = metadata()
    chassis_tables(tables)
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    Relay(
        database=Database(url, tables=tables, contracts=contracts),
        publisher=Publisher(cluster=Cluster([server]), client_id="probe-relay", stop=stop),
        topic=topic,
        dead_letter_topic=dead_letter_topic,
        stop=stop,
    ).run()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    logging.getLogger("kafka").setLevel(logging.ERROR)
    main(*sys.argv[1:], contracts=None)
