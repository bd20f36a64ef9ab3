"""What a seal is made of: the canonical bytes of records, keyed and chained to the seal before."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Row

# The order is part of the chain: a new column goes to the end, and counts only where it is not null.
FIELDS = (
    "position",
    "id",
    "at",
    "issuer",
    "subject",
    "client_id",
    "person",
    "agency",
    "purpose",
    "action",
    "kind",
    "resource_id",
    "employee_id",
    "filters",
    "count",
    "status",
    "request_id",
    "correlation_id",
)
_encoder = msgspec.json.Encoder(order="sorted")


def sealed(key: str, before: bytes, records: Iterable[Row[Any]], *, at: datetime) -> bytes:
    """Return the hash (32 bytes) of a seal: over these records, in order of position, and the hash `before`."""
    chain = hmac.new(key.encode(), b"seal\0" + before + at.astimezone(UTC).isoformat().encode(), hashlib.sha256)
    for record in records:
        chain.update(_canonical(record))
    return chain.digest()


def _canonical(record: Row[Any]) -> bytes:
    values = record._mapping  # noqa: SLF001 -- SQLAlchemy's documented name
    # The zone in which the driver gives an instant is the session's.
    shown = {**values, "at": values["at"].astimezone(UTC)}
    return _encoder.encode([shown[name] for name in FIELDS]) + b"\n"
