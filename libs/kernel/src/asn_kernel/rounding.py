"""Rounding of exact numbers, once, at the end."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Round to so many decimal places, halves away from zero, as Indonesian reports do."""
    exact = Fraction(value)
    size = floor(abs(exact) * 10**places + Fraction(1, 2))
    # Built from its digits: arithmetic would round again, to the precision of the context.
    return Decimal((int(exact < 0), tuple(map(int, str(size))), -places))
