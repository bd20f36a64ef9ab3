"""Column types: value objects as JSONB, periods and enumerations as text that the database checks."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Enum, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.values import typed
from asn_kernel.decision import plain
from asn_kernel.period import Period

# Longer than any code of a list: a new code never needs another column type.
LONGEST_CODE = 40


class Json(TypeDecorator[Any]):
    """A frozen value object, a decision or a tuple of them as JSONB; decimals are text, so nothing is ever a float."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store JSON's own kinds of values."""
        return plain(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Return the value object; None for NULL."""
        return None if value is None else typed(value, self.kind)


class PeriodText(TypeDecorator[Period]):
    """A period as its text form, "2026-S1"."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the text form."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Period | None:  # noqa: ARG002
        """Return the period."""
        return None if value is None else Period.parse(value)


def enumeration(kind: type[StrEnum], name: str) -> Enum:
    """Return the type of a column `name` that holds a member of an enumeration: its value, checked by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=LONGEST_CODE,
        values_callable=lambda members: [member.value for member in members],
    )
