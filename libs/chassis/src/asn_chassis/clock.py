"""The one place that asks the machine what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant in UTC, in whole milliseconds: what the APIs and the events show."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
