"""Contracts: the published schemas, checked before an event may leave."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec

from asn_chassis.errors import ContractBreach
from asn_chassis.events.event import Event, parts_of


@dataclass(frozen=True)
class Contract:
    """One event type's schema, compiled."""

    schema: dict[str, Any]
    validator: jsonschema_rs.Validator

    @classmethod
    def from_file(cls, path: Path) -> "Contract":
        """Compile the JSON Schema (draft 2020-12) in this file; formats are asserted."""
        schema = json.loads(path.read_text(encoding="utf-8"))
        return cls(schema, jsonschema_rs.validator_for(schema, validate_formats=True))


class Contracts:
    """The folder `contracts/`: event schemas and problem types."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, Contract] = {}
        self._published: dict[str, dict[str, str]] = {}
        self._references: dict[str, list[dict[str, Any]]] = {}

    def of(self, event_type: str) -> Contract:
        """Return the contract of an event type; ContractBreach when none is published."""
        if event_type not in self._loaded:
            self._loaded[event_type] = self._load(event_type)
        return self._loaded[event_type]

    def published(self, service: str) -> dict[str, str]:
        """Return the class of each event type that this service publishes, by the type's whole name."""
        if service not in self._published:
            paths = sorted((self.folder / "events" / service).glob("*/v*.schema.json"))
            types = [f"asn.{service}.{path.parent.name}.{path.name.removesuffix('.schema.json')}" for path in paths]
            self._published[service] = {name: self.of(name).schema["x-dataclassification"] for name in types}
        return self._published[service]

    @cached_property
    def all_published(self) -> set[str]:
        """The event types of every service."""
        services = [each.name for each in (self.folder / "events").iterdir() if each.is_dir()]
        return {event_type for service in services for event_type in self.published(service)}

    @cached_property
    def listeners(self) -> dict[str, list[str]]:
        """Which services handle an event type, by its name; a type that nobody handles is not there."""
        listeners: dict[str, list[str]] = msgspec.yaml.decode((self.folder / "events" / "listeners.yaml").read_bytes())
        return listeners

    def example(self, event_type: str) -> dict[str, Any] | None:
        """Return the first example of an event type, its envelope included; None where there is none."""
        service, fact, _ = parts_of(event_type)
        paths = sorted((self.folder / "events" / service / fact / "examples").glob("*.json"))
        examples: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
        return next((example for example in examples if example["type"] == event_type), None)

    def check(self, event: Event, wire: bytes) -> None:
        """Raise ContractBreach unless the bytes to be sent keep the published promise."""
        contract = self.of(event.type)
        if event.dataclassification != contract.schema.get("x-dataclassification"):
            raise ContractBreach(f"{event.type}: classification {event.dataclassification} is not the contract's")
        data = msgspec.json.decode(wire)["data"]
        broken = next(contract.validator.iter_errors(data), None)
        if broken is not None:
            # The message of the validator quotes the value; an id may be personal, so the place alone is named.
            place = "/".join(str(step) for step in broken.instance_path) or "data"
            raise ContractBreach(f"{event.type}: {place} breaks {'/'.join(str(s) for s in broken.schema_path)}")

    @cached_property
    def problems(self) -> dict[str, Any]:
        """The problem types: code -> {status, title: {id, en}, detail: {id, en}}."""
        problems: dict[str, Any] = msgspec.yaml.decode((self.folder / "problems.yaml").read_bytes())
        return problems

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The field dictionary: name -> {text, example}."""
        fields: dict[str, Any] = msgspec.yaml.decode((self.folder / "fields.yaml").read_bytes())
        return fields

    def references(self, name: str) -> list[dict[str, Any]]:
        """Return the codes of a list: code, label_id, label_en, valid_from, valid_to, source."""
        if name not in self._references:
            path = self.folder / "references" / f"{name}.yaml"
            self._references[name] = msgspec.yaml.decode(path.read_bytes())["codes"]
        return self._references[name]

    def _load(self, event_type: str) -> Contract:
        try:
            service, fact, version = parts_of(event_type)
        except ValueError as error:
            raise ContractBreach(str(error)) from error
        path = self.folder / "events" / service / fact / f"v{version}.schema.json"
        if not path.is_file():
            raise ContractBreach(f"{event_type} has no published schema")
        return Contract.from_file(path)
