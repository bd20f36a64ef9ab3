"""Fields of time: a day, an instant and a period, each in one spelling and among the days that this system knows."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from asn_chassis.web.messages import says
from asn_kernel import period
from asn_kernel.business_day import FIRST_DAY, LAST_DAY, known_day

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Period(fields.Field[period.Period]):
    """A year, half, quarter or month: "2026", "2026-S1", "2026-Q3", "2026-M07"; gives the kernel's Period."""

    default_error_messages = {"invalid": "invalid-period"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        about = {"pattern": f"^{period.PATTERN}$", "examples": ["2026", "2026-S1", "2026-Q3", "2026-M07"]}
        self.metadata = {**about, "description": "Year, half, quarter or month", **self.metadata}

    def _serialize(self, value: period.Period | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> period.Period:
        try:
            return period.Period.parse(value if isinstance(value, str) else "")
        except period.InvalidPeriod:
            raise self.make_error("invalid") from None


class Date(fields.Date):
    """A calendar date, YYYY-MM-DD, among the days that this system knows; dumped as it is, for msgspec to write."""

    default_error_messages = {"invalid": "invalid-date", "format": "invalid-date"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)
        self.metadata = {"format": "date", **self.metadata}
        bounds = says("out-of-range", min=FIRST_DAY, max=LAST_DAY)
        self.validators.insert(0, validate.Range(FIRST_DAY, LAST_DAY, error=bounds))

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return value

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        # strptime takes other digits, and one digit for two.
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class DateTime(fields.DateTime):
    """An instant with its zone, RFC 3339; given back in UTC with milliseconds and `Z`."""

    default_error_messages = {"invalid": "invalid-instant", "format": "invalid-instant"}

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not value.isascii():
            raise self.make_error("invalid", input=value)
        instant = super()._deserialize(value, attr, data, **kwargs)
        if instant.tzinfo is None:
            raise self.make_error("invalid", input=value)
        if not known_day(instant.date()):
            raise ValidationError(says("out-of-range", min=FIRST_DAY, max=LAST_DAY))
        return instant.astimezone(UTC)
