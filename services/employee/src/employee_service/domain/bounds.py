"""The days that this system knows: writers and readers share them."""

from datetime import date

# The proclamation of independence; nothing that an office plans lies further ahead than this century.
FIRST_DAY, LAST_DAY = date(1945, 8, 17), date(2100, 12, 31)


def known_day(day: date) -> bool:
    """Tell whether the day lies within the bounds."""
    return FIRST_DAY <= day <= LAST_DAY
