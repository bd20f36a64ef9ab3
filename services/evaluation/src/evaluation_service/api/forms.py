"""Forms that several resources share: periods, levels, and what a decision rests on."""

from typing import Any

from marshmallow import fields as plain

from asn_chassis.web import View, fields

COMPETENCY_CODE = r"[A-Z][A-Z0-9_]{2,49}"
CORRELATION = {"description": "Flow that the fact belongs to: X-Correlation-Id of the request, else its trace"}


def period(**options: Any) -> fields.Code:
    """Return a half year such as "2026-S1", from 2017 to 2099."""
    about = {"description": "S1 is January to June, S2 is July to December", "examples": ["2026-S1"]}
    return fields.Code(r"20(1[7-9]|[2-9][0-9])-S[12]", max=7, metadata=about, **options)


def competency_code(**options: Any) -> fields.Code:
    """Return the code of a competency in the dictionary of the employee service."""
    return fields.Code(COMPETENCY_CODE, max=50, metadata={"examples": ["PELAYANAN_PUBLIK"]}, **options)


def level(**options: Any) -> fields.Integer:
    """Return a competency level, 1 to 5."""
    return fields.Integer(min=1, max=5, metadata={"description": "1 to 5"}, **options)


def by_name(description: str, **options: Any) -> plain.Dict:
    """Values by name; which names there are depends on the code beside them."""
    return plain.Dict(required=True, metadata={"description": description}, **options)


class ReasonView(View):
    """One ground of a decision."""

    code = fields.String(required=True)
    text_id = fields.String(max=1_000, required=True, metadata={"description": "In Indonesian"})
    text_en = fields.String(max=1_000, required=True, metadata={"description": "In English"})
    values = by_name("The values used, by name")


class DecisionView(View):
    """What a decision rests on: with the rules of `rule_version` and `inputs` anyone can recompute it."""

    rule_version = fields.String(required=True)
    reasons = fields.List(fields.Nested(ReasonView), required=True)
    inputs = by_name("The values that the rules were applied to")
