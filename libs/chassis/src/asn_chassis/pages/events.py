"""What the catalogue of events shows, read from the contracts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from asn_chassis.events.contracts import Contracts
from asn_chassis.events.event import parts_of
from asn_chassis.service import Service

Json = dict[str, Any]


@dataclass(frozen=True)
class Property:
    """One line of a schema: `elements[].nrr` lies in each of a list."""

    name: str
    kind: str
    required: bool
    meaning: str


@dataclass(frozen=True)
class Described:
    """One event type: `key` is the property whose events keep their order, None where no example shows one."""

    type: str
    title: str
    meaning: str
    classification: str
    sender: str
    listeners: list[str]
    key: str | None
    properties: list[Property]
    example: str | None


def concerning(service: Service, contracts: Contracts) -> tuple[list[str], list[str]]:
    """Return the types that the service sends, and those that it handles."""
    return sorted(contracts.published(service.name)), sorted(set(service.handlers) & contracts.all_published)


def listed(contracts: Contracts, types: Iterable[str]) -> list[Described]:
    """Describe these types."""
    return [describe(contracts, event_type) for event_type in types]


def describe(contracts: Contracts, event_type: str) -> Described:
    """Describe one published type."""
    schema, example = contracts.of(event_type).schema, contracts.example(event_type)
    return Described(
        type=event_type,
        title=schema.get("title", event_type),
        meaning=schema["description"],
        classification=schema["x-dataclassification"],
        sender=parts_of(event_type)[0],
        listeners=contracts.listeners.get(event_type, []),
        key=None if example is None else _key(example),
        properties=list(_properties(schema, "")),
        example=None if example is None else msgspec.json.format(msgspec.json.encode(example), indent=2).decode(),
    )


def _key(example: Json) -> str | None:
    """Return the property that holds the key: an event names it in its envelope by value alone."""
    return next((name for name, value in example["data"].items() if value == example.get("partitionkey")), None)


def _properties(schema: Json, place: str) -> Iterator[Property]:
    for name, found in schema.get("properties", {}).items():
        here = f"{place}{name}"
        yield Property(here, _kind(found), name in schema.get("required", ()), found.get("description", ""))
        if "items" in found:
            yield from _properties(found["items"], f"{here}[].")
        else:
            yield from _properties(found, f"{here}.")


def _kind(schema: Json) -> str:
    if "enum" in schema:
        return " | ".join("null" if value is None else str(value) for value in schema["enum"])
    said = schema.get("type", "")
    kinds = said if isinstance(said, list) else [said]
    form = schema.get("format")
    return " | ".join(f"{kind} ({form})" if form and kind == "string" else kind for kind in kinds)
