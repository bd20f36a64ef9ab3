"""Rounding of exact fractions."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def half_up(value: Fraction, places: int) -> Decimal:
    """Round a fraction that is not negative, once, halves upwards, to so many decimal places."""
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)
