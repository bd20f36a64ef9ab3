"""Tolerant readers: a consumer names only the fields it uses."""

from typing import TypeVar

import msgspec

from asn_chassis.errors import Unprocessable
from asn_chassis.events.event import Event
from asn_chassis.nul import ESCAPED, nul_paths
from asn_chassis.values import decode, encode

Reader = TypeVar("Reader", bound=msgspec.Struct)


def read(event: Event, reader: type[Reader]) -> Reader:
    """Read the event's data into a struct that names the fields used; unknown fields are ignored.

    Unprocessable names the field and what is wrong with it.
    """
    raw = event.data if isinstance(event.data, msgspec.Raw) else _encoder.encode(event.data)
    try:
        found = msgspec.json.decode(raw, type=reader, dec_hook=decode)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unprocessable(f"{event.type}: {error}", code="invalid-data") from error
    if ESCAPED in bytes(raw) and any(nul_paths(msgspec.to_builtins(found, enc_hook=encode))):
        raise Unprocessable(
            f"{event.type}: a text holds U+0000, which no database of ours can keep", code="invalid-data"
        )
    return found


_encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=encode)
