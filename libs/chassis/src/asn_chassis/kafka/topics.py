"""Topics: declared in deploy/topics.yaml, created by an idempotent command, required by every role that uses them."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event as StopSignal
from typing import Any, Self

import yaml
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError

from asn_chassis.errors import TopicsMissing
from asn_chassis.kafka.clients import BrokerUnreachable, admin
from asn_chassis.kafka.cluster import Cluster

log = logging.getLogger(__name__)


class TopicsDiffer(Exception):
    """A topic exists with another number of partitions: changing it would move keys and break their order."""


@dataclass(frozen=True)
class Topic:
    """One topic as it should be."""

    name: str
    partitions: int
    replication: int
    configs: dict[str, str]

    def on_fewer_brokers(self, replication: int) -> Self:
        """Return the topic for a cluster that can keep only so many copies."""
        copies = min(self.replication, replication)
        in_sync = min(int(self.configs["min.insync.replicas"]), copies)
        return replace(self, replication=copies, configs=self.configs | {"min.insync.replicas": str(in_sync)})


def declared(path: Path) -> list[Topic]:
    """Read the topics of a file."""
    document = yaml.safe_load(path.read_text())
    return [
        Topic(name, settings["partitions"], settings["replication"], _as_text(settings["configs"]))
        for name, settings in document["topics"].items()
    ]


def ensure(cluster: Cluster, topics: Sequence[Topic]) -> dict[str, str]:
    """Create the missing topics and bring the others' settings in line; return what was done to each.

    Safe to repeat, at the same time too. TopicsDiffer, before anything is changed, where partitions differ.
    """
    with admin(cluster, "topics-ensure") as client:
        existing = _partitions(client, [topic.name for topic in topics])
        _refuse_other_partitions(topics, existing)
        return {
            topic.name: _align(client, topic) if topic.name in existing else _create(client, topic) for topic in topics
        }


def require(cluster: Cluster, names: Iterable[str], stop: StopSignal) -> None:
    """Return when the broker has these topics, or `stop` is set; TopicsMissing at once when it lacks one."""
    while not stop.is_set():
        try:
            with admin(cluster, "topics-require") as client:
                missing = set(names) - set(client.list_topics())
        except BrokerUnreachable as error:
            log.warning("waiting for the broker", extra={"error": str(error)})
            stop.wait(1)
            continue
        if missing:
            raise TopicsMissing(missing)
        return


def _create(client: KafkaAdminClient, topic: Topic) -> str:
    wanted = {
        "num_partitions": topic.partitions,
        "replication_factor": topic.replication,
        "configs": topic.configs,
    }
    try:
        client.create_topics({topic.name: wanted}, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        _refuse_other_partitions([topic], _partitions(client, [topic.name]))
        return "created meanwhile by somebody else"
    return "created"


def _align(client: KafkaAdminClient, topic: Topic) -> str:
    asked = ConfigResource(ConfigResourceType.TOPIC, topic.name, configs=topic.configs)
    current = client.describe_configs([asked], config_filter="all")["topic"][topic.name]
    other = {name: value for name, value in topic.configs.items() if current[name]["value"] != value}
    if not other:
        return "as it should be"
    client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, configs=dict(other))])
    return f"changed: {', '.join(sorted(other))}"


def _partitions(client: KafkaAdminClient, names: Sequence[str]) -> dict[str, int]:
    known = set(client.list_topics()) & set(names)
    described = client.describe_topics(sorted(known)) if known else []
    return {topic["name"]: len(topic["partitions"]) for topic in described}


def _refuse_other_partitions(topics: Sequence[Topic], existing: dict[str, int]) -> None:
    wrong = [
        f"{topic.name} has {existing[topic.name]} partitions, {topic.partitions} are declared"
        for topic in topics
        if existing.get(topic.name, topic.partitions) != topic.partitions
    ]
    if wrong:
        raise TopicsDiffer(f"{'; '.join(wrong)}: another number would move keys and break their order")


def _as_text(configs: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in configs.items()}
