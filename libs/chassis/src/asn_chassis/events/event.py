"""Event: CloudEvents 1.0, structured mode, with the extensions of our envelope."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET, UnsetType

from asn_chassis.errors import Unprocessable
from asn_chassis.events.flow import current_flow
from asn_chassis.ids import new_id
from asn_chassis.values import encode
from asn_kernel.business_day import start_of

Classification = Literal["public", "internal", "personal"]

TYPE_PATTERN: Final = re.compile(r"asn\.(?P<service>[a-z]+)\.(?P<fact>[a-z]+(?:-[a-z]+)*)\.v(?P<version>[1-9]\d*)")
# Version 4 of RFC 9562.
RANDOM: Final = 4


def parts_of(event_type: str) -> tuple[str, str, int]:
    """Split `asn.<service>.<fact>.v<n>` into service, fact and version; ValueError when it is no such name."""
    match = TYPE_PATTERN.fullmatch(event_type)
    if match is None:
        raise ValueError(f"{event_type!r} is not asn.<service>.<fact>.v<n>")
    return match["service"], match["fact"], int(match["version"])


def _names(event_type: str) -> dict[str, Any]:
    """Return the envelope's attributes that follow from the type."""
    service, fact, major = parts_of(event_type)
    return {
        "type": event_type,
        "source": f"urn:asn:service:{service}",
        "dataschema": f"urn:asn:schema:{service}.{fact}:{major}",
    }


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that happened. `data` is a JSON-ready dict when we made it, raw JSON when it came in."""

    id: UUID
    source: str
    type: str
    subject: str
    time: Annotated[datetime, msgspec.Meta(tz=True)]
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
        flow = current_flow()
        return cls(
            id=new_id(),
            subject=subject,
            time=at,
            partitionkey=str(key),
            aggregateversion=version,
            correlationid=flow.correlation_id,
            causationid=flow.causation_id or UNSET,
            traceparent=flow.traceparent or UNSET,
            dataclassification=classification,
            data=data,
            **_names(type),
        )

    @classmethod
    def anonymous(
        cls,
        type: str,  # noqa: A002 -- the CloudEvents name
        *,
        subject: str,
        key: UUID,
        version: int,
        data: dict[str, Any],
        day: date,
        classification: Classification,
        correlation_id: UUID,
    ) -> Self:
        """Make an event that tells the business day alone: a random id, no flow of the request that caused it.

        The id of every other event holds its instant; whoever knows when a person was there could find the event.
        """
        return cls(
            id=uuid4(),
            subject=subject,
            time=start_of(day),
            partitionkey=str(key),
            aggregateversion=version,
            correlationid=str(correlation_id),
            dataclassification=classification,
            data=data,
            **_names(type),
        )

    @property
    def is_anonymous(self) -> bool:
        """Whether it was made by `anonymous`: the only ids that are random."""
        return self.id.version == RANDOM

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
            raise Unprocessable(f"not a CloudEvent: {error}", code="not-an-event") from error


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
