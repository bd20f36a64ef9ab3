"""The periods of surveys, evaluations and plans, in the texts that the services read."""

from datetime import date, timedelta, timezone

# Sibolga lives by WIB.
WIB = timezone(timedelta(hours=7), "WIB")


def periods_of(day: date) -> tuple[str, ...]:
    """Give the periods that a day lies in, in the order in which rounds take them: half year, quarter, month, year."""
    half, quarter = (day.month + 5) // 6, (day.month + 2) // 3
    return (f"{day.year}-S{half}", f"{day.year}-Q{quarter}", f"{day.year}-M{day.month:02}", str(day.year))
