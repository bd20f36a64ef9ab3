"""Column types that turn stored text into the domain's values."""

from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from employee_service.domain.nip import Nip


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
