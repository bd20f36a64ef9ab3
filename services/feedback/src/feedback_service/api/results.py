"""What the indices of surveys and of units show alike; published results are open to everybody."""

from asn_chassis.web import View, fields
from asn_kernel.codes import Mutu

# An index changes seldom, and only by a newer version of it.
CACHEABLE = {"Cache-Control": "public, max-age=60"}


class ElementResultView(View):
    """The result of one element."""

    element = fields.String(required=True, metadata={"description": "Code: the regulation's or the unit's own"})
    nrr = fields.Decimal(places=4, required=True, metadata={"description": "Mean answer, 1 to 4"})
    value = fields.Decimal(places=2, required=True, metadata={"description": "Mean answer x 25, 25 to 100"})
    mutu = fields.Enum(Mutu, required=True)
    rank = fields.Integer(required=True, metadata={"description": "1 is the lowest: improvement starts there"})
