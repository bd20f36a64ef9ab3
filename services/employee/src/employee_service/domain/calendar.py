"""The calendar of Kota Sibolga, which keeps western Indonesian time (WIB, UTC+7)."""

from datetime import date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")


def local_day(at: datetime) -> date:
    """Return the day in Sibolga at the aware instant `at`."""
    return at.astimezone(WIB).date()
