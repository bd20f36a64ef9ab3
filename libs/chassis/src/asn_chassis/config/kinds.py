"""Kinds of settings that marshmallow does not have."""

from typing import Any

from limits import RateLimitItem, parse_many
from marshmallow import ValidationError, fields


class Pairs(fields.Field[dict[str, str]]):
    """`name=value,name=value`; a value may hold `=`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:  # noqa: ARG002
        pairs = [entry.strip().partition("=") for entry in str(value).split(",") if entry.strip()]
        if not all(name and content for name, _, content in pairs):
            raise ValidationError("must be name=value pairs, separated by commas.")
        return {name: content for name, _, content in pairs}


class Names(fields.Field[tuple[str, ...]]):
    """Words separated by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(entry.strip() for entry in str(value).split(",") if entry.strip())


class Windows(fields.Field[tuple[RateLimitItem, ...]]):
    """`600/minute,50/second`: requests in a window of time; `off` for no limit."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[RateLimitItem, ...]:  # noqa: ARG002
        if value == "off":
            return ()
        try:
            windows = tuple(parse_many(str(value)))
        except ValueError as error:
            raise ValidationError("must be off, or like 600/minute,50/second.") from error
        if not all(window.amount > 0 for window in windows):
            raise ValidationError("must allow at least one request in each window.")
        return windows
