"""Column types that turn stored text into the domain's values."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, Text
from sqlalchemy.types import TypeDecorator

from employee_service.domain.nip import Nip


class Word(TypeDecorator[StrEnum]):
    """A member of an enumeration, stored as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        """Keep the enumeration that the stored text belongs to."""
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the value."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """Return the member."""
        return None if value is None else self.enum(value)


class NipText(TypeDecorator[Nip]):
    """A NIP, stored as its eighteen digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Nip | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the digits."""
        return None if value is None else value.digits

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Nip | None:  # noqa: ARG002
        """Return the value object; what is stored was checked before."""
        return None if value is None else Nip(value)


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """Return the CHECK that the column holds a value of the enumeration."""
    values = ", ".join(f"'{member}'" for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=column)
