"""Tolerant readers: a consumer names only the fields it uses."""

from typing import TypeVar

import msgspec

from asn_chassis.errors import Unprocessable
from asn_chassis.event import Event

Reader = TypeVar("Reader", bound=msgspec.Struct)


def read(event: Event, reader: type[Reader]) -> Reader:
    """Read the event's data into a struct that names the fields used; unknown fields are ignored.

    Unprocessable names the field and what is wrong with it.
    """
    raw = event.data if isinstance(event.data, msgspec.Raw) else _encoder.encode(event.data)
    try:
        return msgspec.json.decode(raw, type=reader)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unprocessable(f"{event.type}: {error}") from error


_encoder = msgspec.json.Encoder(decimal_format="number")
