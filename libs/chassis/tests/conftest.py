"""The probe service, with contracts of its own, and what it needs of a broker."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event as StopSignal
from typing import Any

import pytest
from probe import SERVICE


def publish(folder: Path, place: str, classification: str, **more: Any) -> None:
    """Put the contract of an event of the probe into the folder."""
    path = folder / "events" / "probe" / f"{place}.schema.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "description": "It happened.", "type": "object"}
    path.write_text(json.dumps({**about, "x-dataclassification": classification, **more}))


@pytest.fixture(scope="session")
def contracts_dir(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The kit's real problem types, and contracts for the probe's events: of each class, one in two versions."""
    folder = tmp_path_factory.mktemp("contracts")
    declared = (pytestconfig.rootpath / "contracts" / "problems.yaml").read_text()
    taken = 'name-taken: {status: 409, title: {id: a, en: b}, detail: {id: "{name} ada", en: "{name} taken"}}\n'
    (folder / "problems.yaml").write_text(declared + taken)
    shutil.copy(pytestconfig.rootpath / "contracts" / "fields.yaml", folder)
    (folder / "events").mkdir()
    (folder / "events" / "listeners.yaml").write_text("asn.probe.thing-made.v1: [probe]\n")
    data = {"thing_id": {"type": "string", "format": "uuid"}, "score": {"type": "integer"}}
    publish(folder, "thing-made/v1", "internal", required=["thing_id", "score"], properties=data)
    for version in ("v1", "v2"):
        publish(folder, f"shop-opened/{version}", "public")
    publish(folder, "person-moved/v1", "personal")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def probe(run_service: Any) -> Any:
    return run_service(SERVICE)


@pytest.fixture
def dlq(broker: Any) -> str:
    return broker.topic(name="asn.probe.dlq.v1")


@pytest.fixture
def topic(broker: Any) -> str:
    return broker.topic()


@pytest.fixture
def relay(probe: Any, broker: Any, topic: str, dlq: str) -> Iterator[Any]:
    """A function that makes a relay for the probe; the test runs it step by step, or in a thread."""
    from asn_chassis.publish.publisher import Publisher  # noqa: PLC0415 -- most runs need no Kafka
    from asn_chassis.publish.relay import Relay  # noqa: PLC0415

    publishers = []

    def make(stop: Any = None, topic: str = topic, **overrides: Any) -> Any:
        stop = stop or StopSignal()
        publisher = Publisher(cluster=broker.cluster, client_id="probe-relay", stop=stop, **overrides)
        publishers.append(publisher)
        return Relay(database=probe.database, publisher=publisher, topic=topic, dead_letter_topic=dlq, stop=stop)

    yield make
    for publisher in publishers:
        publisher.close()
