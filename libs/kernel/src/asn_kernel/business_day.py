"""The business day: the calendar day in Sibolga, which keeps western Indonesian time (WIB, UTC+7, no summer time)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")

# The days that this system knows, for writers and readers: from the proclamation of independence on; nothing that an
# office plans lies further ahead than this century.
FIRST_DAY, LAST_DAY = date(1945, 8, 17), date(2100, 12, 31)


def known_day(day: date) -> bool:
    """Tell whether the day lies within the bounds."""
    return FIRST_DAY <= day <= LAST_DAY


def business_day(at: datetime) -> date:
    """Return the day in Sibolga at the aware instant `at`; ValueError for an instant without a zone."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone has no business day")
    return at.astimezone(WIB).date()


def start_of(day: date) -> datetime:
    """Return the instant, in UTC, at which the day begins in Sibolga."""
    return datetime.combine(day, time.min, WIB).astimezone(UTC)
