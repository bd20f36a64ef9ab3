"""Fields of the HTTP edge: every text free of NUL, every number bounded, every message bilingual."""

import decimal
import re
import unicodedata
import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

from asn_chassis.ids import FORM
from asn_chassis.web.checks import Count, Length, Pattern, Unique
from asn_chassis.web.days import Date, DateTime, Period
from asn_chassis.web.messages import says

__all__ = [
    "UUID",
    "Boolean",
    "Code",
    "Date",
    "DateTime",
    "Decimal",
    "Enum",
    "Float",
    "Integer",
    "List",
    "Nested",
    "Period",
    "String",
]

Bound = decimal.Decimal | None

INT4_MAX = 2_147_483_647


class String(fields.String):
    """One line of text: normalised to NFC, trimmed, printable; `min` and `max` count its characters.

    What is printable has no control, zero-width or direction characters, and no space but the plain one: names that
    look alike are alike.
    """

    default_error_messages = {"invalid": "invalid-text", "invalid_utf8": "invalid-text"}

    def __init__(self, *, max: int = 200, min: int = 1, **kwargs: Any) -> None:  # noqa: A002 -- reads best
        super().__init__(**kwargs)
        self.validators.insert(0, Length(min, max))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = unicodedata.normalize("NFC", super()._deserialize(value, attr, data, **kwargs)).strip(" ")
        if not text.isprintable():
            raise ValidationError("nul-character" if "\x00" in text else "not-printable")
        return text


class Code(String):
    """Text of a fixed form, such as a code; `pattern` is a whole-match regular expression."""

    def __init__(self, pattern: str, *, max: int = 100, **kwargs: Any) -> None:  # noqa: A002
        super().__init__(max=max, **kwargs)
        self.validators.append(Pattern(pattern))
        self.metadata = {"pattern": f"^{pattern}$", **self.metadata}


class Integer(fields.Integer):
    """A whole number within bounds; `3.0`, `"3"` and `true` are none."""

    default_error_messages = {"invalid": "invalid-integer", "too_large": "invalid-integer"}

    def __init__(self, *, min: int = 0, max: int = INT4_MAX, text: bool = False, **kwargs: Any) -> None:  # noqa: A002
        super().__init__(**kwargs)
        self.validators.insert(0, validate.Range(min, max, error=says("out-of-range", min=min, max=max)))
        self._text = text  # query parameters are text

    def _validated(self, value: Any) -> int:
        if self._text and isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
            return int(value)
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class Decimal(fields.Decimal):
    """A decimal score as a JSON number with at most `places` places."""

    default_error_messages = {"invalid": "invalid-number", "special": "invalid-number"}

    def __init__(self, *, places: int = 2, min: Bound = None, max: Bound = None, **kw: Any) -> None:  # noqa: A002
        super().__init__(**kw)
        self._places = places
        if min is not None or max is not None:
            self.validators.insert(0, validate.Range(min, max, error=says("out-of-range", min=min, max=max)))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> decimal.Decimal:
        if type(value) not in (int, float, decimal.Decimal):
            raise self.make_error("invalid")
        number = super()._deserialize(value, attr, data, **kwargs)
        if -int(number.as_tuple().exponent) > self._places:
            raise ValidationError(says("too-precise", places=self._places))
        return number


class Boolean(fields.Boolean):
    """true or false, nothing else."""

    default_error_messages = {"invalid": "invalid-boolean"}

    def __init__(self, *, text: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._text = text  # query parameters are text

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:  # noqa: ARG002
        if self._text and value in ("true", "false"):
            return bool(value == "true")
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class UUID(fields.UUID):
    """A UUID in its usual spelling: 36 characters, without `urn:uuid:` or braces.

    Dumped as it is, as dates and enumerations are: msgspec writes it, faster than it could be made text here.
    """

    default_error_messages = {"invalid_uuid": "invalid-uuid", "invalid": "invalid-uuid"}

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return value

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> uuid.UUID:
        if not isinstance(value, str) or not FORM.fullmatch(value):
            raise self.make_error("invalid_uuid")
        return super()._deserialize(value, attr, data, **kwargs)


class Enum(fields.String):
    """One of an enumeration's values; answers the enum member."""

    default_error_messages = {"invalid": "not-a-choice"}

    def __init__(self, enum: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._enum = enum
        values = [member.value for member in enum]
        self.metadata = {"enum": [*values, None] if self.allow_none else values, **self.metadata}

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return value

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> StrEnum:  # noqa: ARG002
        try:
            return self._enum(value)
        except ValueError:
            choices = ", ".join(member.value for member in self._enum)
            raise ValidationError(says("not-a-choice", choices=choices)) from None


class List(fields.List[Any]):
    """A list with bounds on its length; `unique_by` names the item's field that must not repeat."""

    default_error_messages = {"invalid": "invalid-list"}

    def __init__(
        self,
        inner: fields.Field[Any],
        *,
        min: int = 0,  # noqa: A002
        max: int = 100,  # noqa: A002
        unique_by: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(inner, **kwargs)
        self._most = max
        self.validators.insert(0, Count(min, max))
        if unique_by is not None:
            self.validators.append(Unique(unique_by))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        # Counted before its items are looked at: a million bad items are one error, and cost nothing.
        if isinstance(value, list) and len(value) > self._most:
            raise ValidationError(says("too-many-items", max=self._most))
        return super()._deserialize(value, attr, data, **kwargs)


class Nested(fields.Nested):
    """An object inside an object."""

    default_error_messages = {"type": "invalid-object"}


class Float(fields.Float):
    """A number of seconds in a query, 0 to 20."""

    default_error_messages = {"invalid": "invalid-number", "too_large": "invalid-number", "special": "invalid-number"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.insert(0, validate.Range(0, 20, error=says("out-of-range", min=0, max=20)))
