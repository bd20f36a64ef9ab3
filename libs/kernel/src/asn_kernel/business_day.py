"""The business day: the calendar day in Sibolga, which keeps western Indonesian time (WIB, UTC+7, no summer time)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")


def business_day(at: datetime) -> date:
    """Return the day in Sibolga at the aware instant `at`; ValueError for an instant without a zone."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone has no business day")
    return at.astimezone(WIB).date()


def start_of(day: date) -> datetime:
    """Return the instant, in UTC, at which the day begins in Sibolga."""
    return datetime.combine(day, time.min, WIB).astimezone(UTC)
