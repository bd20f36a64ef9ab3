"""What names an event wherever its content may not go: in logs, in metrics, beside a dead letter."""

import re
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from asn_chassis.events.event import TYPE_PATTERN, Event
from asn_chassis.events.record import Record
from asn_chassis.ids import FORM

# A correlation id is a UUID, or a word that a caller was allowed to choose.
WORD = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True)
class Names:
    """Words of our own form; None where a message says something else there, or nothing."""

    event_id: str | None
    event_type: str | None
    key: str | None
    correlation_id: str | None


def of_event(event: Event) -> Names:
    """Return the names of an event."""
    return _checked(str(event.id), event.type, event.key, event.correlationid)


def of_record(record: Record) -> Names:
    """Return what a message says of itself, even one that is no event."""
    said = _Said()
    with suppress(msgspec.MsgspecError, UnicodeDecodeError):
        said = _said.decode(record.value)
    return _checked(said.id, said.type, record.key, said.correlationid)


class _Said(msgspec.Struct):
    id: object = None
    type: object = None
    correlationid: object = None


_said = msgspec.json.Decoder(_Said)


def _checked(event_id: object, event_type: object, key: object, correlation_id: object) -> Names:
    return Names(
        event_id=_if(FORM, event_id),
        event_type=_if(TYPE_PATTERN, event_type),
        key=_if(FORM, key),
        correlation_id=_if(WORD, correlation_id),
    )


def _if(form: re.Pattern[str], said: object) -> str | None:
    return said if isinstance(said, str) and len(said) <= 200 and form.fullmatch(said) else None  # noqa: PLR2004 -- a name
