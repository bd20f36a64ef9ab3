"""Reasons, as every decision shows them."""

from marshmallow import fields as marshmallow_fields

from asn_chassis.web import View, fields


class ReasonView(View):
    """One reason of a decision; more codes may be added."""

    code = fields.String(required=True)
    text_id = fields.String(required=True, metadata={"description": "In Indonesian"})
    text_en = fields.String(required=True, metadata={"description": "In English"})
    values = marshmallow_fields.Dict(required=True, metadata={"description": "What the texts quote"})
