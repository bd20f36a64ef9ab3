"""A period as a field of requests and responses."""

from collections.abc import Mapping
from typing import Any

from asn_chassis.web import fields
from feedback_service.domain.period import PATTERN, Period

ABOUT = {"description": "S1 is January to June, S2 is July to December", "examples": ["2026-S1", "2026-S2"]}


class PeriodField(fields.Code):
    """A half year such as "2026-S1", from 2017 to 2099."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PATTERN, max=7, min=7, metadata=dict(ABOUT), **kwargs)

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """Return the period, once the text has proved to be one."""
        text = super().deserialize(value, attr, data, **kwargs)
        return Period.parse(text) if isinstance(text, str) else text
