"""Columns for enumerations: text that the database checks, members in Python."""

from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import CheckConstraint, Dialect, Text
from sqlalchemy.types import TypeDecorator

Member = TypeVar("Member", bound=StrEnum)


class EnumText(TypeDecorator[Member], Generic[Member]):
    """A member of a StrEnum, stored as its value; ValueError for a word that is none of them."""

    impl = Text
    cache_ok = True

    def __init__(self, enum: type[Member]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Member | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the value of the member."""
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Member | None:  # noqa: ARG002
        """Return the member."""
        return None if value is None else self.enum(value)


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """Return the CHECK that a column holds one of the enumeration's values."""
    values = ", ".join(repr(member.value) for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=column)
