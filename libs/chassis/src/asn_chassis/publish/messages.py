"""What an event and a dead letter look like as Kafka messages."""

from typing import Any

import msgspec

from asn_chassis.outbox.publication import Row
from asn_chassis.publish.publisher import Message

CONTENT_TYPE = ("content-type", b"application/cloudevents+json; charset=UTF-8")


class _Mirrored(msgspec.Struct):
    """The attributes that headers repeat, so that a reader can filter without parsing."""

    specversion: str
    id: str
    source: str
    type: str
    traceparent: str | None = None


_mirrored = msgspec.json.Decoder(_Mirrored)


def of_event(topic: str, row: Row) -> Message:
    """Return an event in CloudEvents' structured mode, its main attributes mirrored as headers, and its position."""
    event = _mirrored.decode(row.payload)
    headers = [
        CONTENT_TYPE,
        ("ce_specversion", event.specversion.encode()),
        ("ce_id", event.id.encode()),
        ("ce_source", event.source.encode()),
        ("ce_type", event.type.encode()),
        ("ce_position", str(row.position).encode()),
    ]
    if event.traceparent is not None:
        headers.append(("traceparent", event.traceparent.encode()))
    return Message(topic, row.key, row.payload, headers)


def of_dead_letter(topic: str, letter: Any) -> Message:
    """Return a dead letter: the original bytes, key and headers, and why and where from in headers of ours."""
    ours = {
        "dlq_reason": "unprocessable",
        "dlq_error": letter.reason,
        "dlq_attempts": str(letter.attempts),
        "dlq_topic": letter.stream,
        "dlq_partition": str(letter.partition),
        "dlq_offset": str(letter.position),
        "dlq_at": letter.first_seen_at.isoformat(),
    }
    headers = [(name, value.encode()) for name, value in (letter.headers | ours).items()]
    return Message(topic, letter.key, letter.payload, headers)
