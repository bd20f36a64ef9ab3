"""Event: CloudEvents 1.0, structured mode, with the extensions of our envelope."""

import re
from datetime import datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from asn_chassis.errors import Unprocessable
from asn_chassis.events.flow import current_flow
from asn_chassis.ids import new_id
from asn_chassis.values import encode

Classification = Literal["public", "internal", "personal"]

TYPE_PATTERN: Final = re.compile(r"asn\.(?P<service>[a-z]+)\.(?P<fact>[a-z]+(?:-[a-z]+)*)\.v(?P<version>[1-9]\d*)")


def parts_of(event_type: str) -> tuple[str, str, int]:
    """Split `asn.<service>.<fact>.v<n>` into service, fact and version; ValueError when it is no such name."""
    match = TYPE_PATTERN.fullmatch(event_type)
    if match is None:
        raise ValueError(f"{event_type!r} is not asn.<service>.<fact>.v<n>")
    return match["service"], match["fact"], int(match["version"])


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that happened. `data` is a JSON-ready dict when we made it, raw JSON when it came in."""

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    dataschema: str
    partitionkey: str
    aggregateversion: int
    correlationid: str
    dataclassification: str
    data: Any
    specversion: Literal["1.0"] = "1.0"
    datacontenttype: Literal["application/json"] = "application/json"
    causationid: str | UnsetType = UNSET
    traceparent: str | UnsetType = UNSET

    @classmethod
    def of(  # the envelope has this many parts
        cls,
        type: str,  # noqa: A002 -- the CloudEvents name
        *,
        subject: str,
        key: UUID,
        version: int,
        data: dict[str, Any],
        at: datetime,
        classification: Classification,
    ) -> Self:
        """Make a new event of the current flow. The id is made here, once, and never again on a retry."""
        service, fact, major = parts_of(type)
        flow = current_flow()
        return cls(
            id=new_id(),
            source=f"urn:asn:service:{service}",
            type=type,
            subject=subject,
            time=at,
            dataschema=f"urn:asn:schema:{service}.{fact}:{major}",
            partitionkey=str(key),
            aggregateversion=version,
            correlationid=flow.correlation_id,
            causationid=flow.causation_id or UNSET,
            traceparent=flow.traceparent or UNSET,
            dataclassification=classification,
            data=data,
        )

    @property
    def key(self) -> str:
        """The id of the aggregate whose events keep their order."""
        return self.partitionkey

    def to_wire(self) -> bytes:
        """Return the event as UTF-8 JSON (application/cloudevents+json); decimals become numbers."""
        return _encoder.encode(self)

    @classmethod
    def from_wire(cls, wire: bytes) -> "Event":
        """Read an event tolerantly: only the attributes we use, `data` left raw for its reader.

        Unprocessable where it is not JSON, not CloudEvents 1.0, or a needed attribute is missing.
        """
        try:
            return _decoder.decode(wire)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Unprocessable(f"not a CloudEvent: {error}") from error


class _Incoming(Event, frozen=True, kw_only=True):
    """The same envelope as it arrives: data stays bytes; what only we promise may be absent."""

    data: msgspec.Raw
    subject: str = ""
    dataschema: str = ""
    partitionkey: str = ""
    aggregateversion: int = 0
    correlationid: str = ""
    dataclassification: str = ""


_encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=encode)
_decoder = msgspec.json.Decoder(_Incoming)
