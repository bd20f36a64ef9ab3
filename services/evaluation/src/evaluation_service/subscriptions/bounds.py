"""The bounds that writers promise in the contracts, and that readers of this service hold them to."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from asn_chassis.errors import Unprocessable
from asn_kernel.business_day import known_day
from asn_kernel.period import PATTERN, Period

Code = Annotated[str, Meta(pattern="^[A-Z][A-Z0-9_]{2,49}$")]
Level = Annotated[int, Meta(ge=1, le=5)]
Score = Annotated[int, Meta(ge=1, le=4)]
Hours = Annotated[int, Meta(ge=0, le=10_000)]
Year = Annotated[int, Meta(ge=2000, le=2099)]
Count = Annotated[int, Meta(ge=0)]
Instant = Annotated[datetime, Meta(tz=True)]
PeriodCode = Annotated[str, Meta(pattern=f"^(?:{PATTERN})$")]


def effective(day: date) -> date:
    """Return the day; Unprocessable for one outside of what any writer may say."""
    if not known_day(day):
        raise Unprocessable(f"{day} is no day on which anything takes effect")
    return day


def period(code: str) -> Period:
    """Return the period that the code says."""
    return Period.parse(code)
