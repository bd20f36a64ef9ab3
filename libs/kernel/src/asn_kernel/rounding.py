"""Rounding of exact numbers, once, at the end."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Round to so many decimal places, halves away from zero, as Indonesian reports do."""
    exact = Fraction(value)
    size = floor(abs(exact) * 10**places + Fraction(1, 2))
    return Decimal(size if exact >= 0 else -size).scaleb(-places)
