"""A reason: why a decision fell as it did, readable in two languages and by machines."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `code` never changes its meaning, `values` holds the numbers quoted in the texts."""

    code: str
    text_id: str
    text_en: str
    values: dict[str, Any] = field(default_factory=dict)
