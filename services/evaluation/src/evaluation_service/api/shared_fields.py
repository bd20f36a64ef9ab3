"""Fields that several resources share."""

from typing import Any

from asn_chassis.web import caller, fields

CORRELATION = {"description": "Flow that the fact belongs to: X-Correlation-Id of the request, else its trace"}


def competency_code(**options: Any) -> fields.Code:
    """Return the code of a competency in the dictionary."""
    return fields.Code(r"[A-Z][A-Z0-9_]{2,49}", max=50, metadata={"examples": ["PELAYANAN_PUBLIK"]}, **options)


def level(**options: Any) -> fields.Integer:
    """Return a competency level, 1 to 5."""
    return fields.Integer(min=1, max=5, metadata={"description": "1 to 5"}, **options)


def correlation_id() -> fields.String:
    """Return the filter by flow."""
    return fields.String(max=128, load_default=None, metadata=dict(CORRELATION))


def sees_discipline() -> bool:
    """Tell whether the caller may see what is on record about discipline."""
    who = caller()
    return who is not None and who.may("evaluation:write")
