"""A reason that a decision gives, readable by people in two languages and by programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Value = str | int | Decimal | bool | None


@dataclass(frozen=True)
class Reason:
    """One ground of a decision: a stable code, its sentence in Indonesian and English, the values used."""

    code: str
    text_id: str
    text_en: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return the shape in which reasons travel and are stored."""
        return {
            "code": self.code,
            "text_id": self.text_id,
            "text_en": self.text_en,
            "values": dict(self.values),
        }
