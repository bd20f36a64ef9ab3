"""Grades of service quality (mutu)."""

from decimal import Decimal

from asn_kernel.codes import Mutu
from feedback_service.policies.regulations import MutuBounds


def grade(value: Decimal, bounds: MutuBounds) -> Mutu:
    """Grade a value already rounded to 2 decimals: the printed intervals leave gaps below that."""
    if value >= bounds.a_from:
        return Mutu.A
    if value >= bounds.b_from:
        return Mutu.B
    return Mutu.C if value >= bounds.c_from else Mutu.D
