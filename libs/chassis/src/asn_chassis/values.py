"""Turns JSON's kinds of values into typed ones and back: the same for events, database columns, rules and answers."""

from fractions import Fraction
from typing import Any, TypeVar

import msgspec

from asn_kernel.period import Period

Typed = TypeVar("Typed")


def typed(value: Any, kind: type[Typed]) -> Typed:
    """Return the JSON value as a dataclass, enumeration, decimal, period …; ValidationError where it is none."""
    return msgspec.convert(value, kind, dec_hook=decode)


def encode(value: Any) -> Any:
    """Write what msgspec does not know (its `enc_hook`): periods and fractions are text."""
    if isinstance(value, (Period, Fraction)):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")


def decode(kind: type[Any], value: Any) -> Any:
    """Read what msgspec does not know (its `dec_hook`); ValueError where the text is none."""
    if kind is Period:
        return Period.parse(value if isinstance(value, str) else "")
    if kind is Fraction:
        return _fraction(str(value))
    raise NotImplementedError(f"{kind.__name__} has no JSON form")


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(f"{text} is no number") from error
