"""Checks of fields whose messages name the bound that was broken."""

import re
from typing import Any

from marshmallow import ValidationError, validate
from marshmallow.validate import Validator

from asn_chassis.web.messages import says


class Length(validate.Length):
    """Text of so many characters."""

    def _format_error(self, value: Any, message: str) -> str:  # noqa: ARG002
        if self.min is not None and len(value) < self.min:
            return says("too-short", min=self.min)
        return says("too-long", max=self.max)


class Count(validate.Length):
    """A list of so many items."""

    def _format_error(self, value: Any, message: str) -> str:  # noqa: ARG002
        if self.min is not None and len(value) < self.min:
            return says("too-few-items", min=self.min)
        return says("too-many-items", max=self.max)


class Pattern(Validator):
    """Text of a form, as a whole."""

    def __init__(self, pattern: str) -> None:
        # A digit is one of ten: other scripts have digits that look alike and are kept as they are.
        self._pattern = re.compile(pattern, re.ASCII)

    def __call__(self, value: str) -> str:
        """Return the value, or raise with the code of what is wrong."""
        if not self._pattern.fullmatch(value):
            raise ValidationError(says("pattern", pattern=self._pattern.pattern))
        return value


class Unique(Validator):
    """No two items with the same value of a field."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the value, or raise with the code of what is wrong."""
        names = [item[self._name] for item in value]
        if len(set(names)) != len(names):
            raise ValidationError("duplicate-items")
        return value
