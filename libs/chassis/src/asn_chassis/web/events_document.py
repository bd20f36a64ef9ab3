"""The events of a service as schemas of its OpenAPI document: one a type, told apart by `type`."""

from typing import Any

from asn_chassis.events.contracts import Contracts
from asn_chassis.events.event import parts_of

Json = dict[str, Any]

FEED = "Event"
TEXT = {"type": "string"}
ENVELOPE: Json = {
    "specversion": {"const": "1.0", "description": "Version of CloudEvents"},
    "id": {**TEXT, "format": "uuid", "description": "The event; the same whenever it comes again"},
    "source": {**TEXT, "description": "The service that published it"},
    "type": {**TEXT, "description": "What happened; the name ends in its version"},
    "subject": {**TEXT, "description": "What it happened to"},
    "time": {**TEXT, "format": "date-time", "description": "When it happened"},
    "datacontenttype": {"const": "application/json", "description": "What `data` is"},
    "dataschema": {**TEXT, "description": "The schema of `data`"},
    "partitionkey": {**TEXT, "description": "Events of one key keep their order"},
    "aggregateversion": {"type": "integer", "description": "Version of the subject; it grows with each change"},
    "correlationid": {**TEXT, "description": "Ties together what one cause set in motion"},
    "causationid": {**TEXT, "description": "The event that caused this one; absent where none did"},
    "traceparent": {**TEXT, "description": "W3C trace context; absent where there was none"},
    "dataclassification": {**TEXT, "description": "public, internal or personal"},
    "position": {"type": "integer", "description": "Where it stands in the log; positions may leave gaps"},
}
OPTIONAL = {"causationid", "traceparent"}


def event_schemas(contracts: Contracts, service: str) -> dict[str, Json]:
    """Return the schema of each event type, and `Event`, which is one of them."""
    names = {event_type: _name(event_type) for event_type in contracts.published(service)}
    schemas = {}
    for event_type, name in names.items():
        published = contracts.of(event_type).schema
        schemas[f"{name}Data"] = {key: value for key, value in published.items() if not key.startswith("$")}
        schemas[f"{name}Event"] = _event(event_type, name, published["description"])
    references = {event_type: f"#/components/schemas/{name}Event" for event_type, name in names.items()}
    schemas[FEED] = {
        "description": "One event of this service.",
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "discriminator": {"propertyName": "type", "mapping": references},
    }
    return schemas


def _name(event_type: str) -> str:
    _, fact, version = parts_of(event_type)
    return "".join(word.capitalize() for word in fact.split("-")) + f"V{version}"


def _event(event_type: str, name: str, description: str) -> Json:
    data = {"$ref": f"#/components/schemas/{name}Data", "description": "The fact itself"}
    properties = {
        **ENVELOPE,
        "type": {"const": event_type, "description": ENVELOPE["type"]["description"]},
        "data": data,
    }
    required = [key for key in properties if key not in OPTIONAL]
    return {"type": "object", "description": description, "required": required, "properties": properties}
