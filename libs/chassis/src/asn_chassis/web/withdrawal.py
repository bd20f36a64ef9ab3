"""What every withdrawal asks for."""

from asn_chassis.web import fields
from asn_chassis.web.schema import Schema


class WithdrawalRequest(Schema):
    """Why something is withdrawn."""

    reason = fields.String(max=500, required=True, metadata={"description": "Stays here: no event tells it"})
