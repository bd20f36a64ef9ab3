"""Fields that several resources share."""

from typing import Any

from asn_chassis.web import fields
from asn_kernel.period import FIRST_YEAR, LAST_YEAR

CODE = r"[A-Z0-9][A-Z0-9_.-]{1,49}"
COMPETENCY = r"[A-Z][A-Z0-9_]{2,49}"
# A thousand trillion rupiah is far beyond any budget, and exact in every JSON reader.
MOST_RUPIAH = 10**15


class Year(fields.Integer):
    """A calendar year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min=FIRST_YEAR, max=LAST_YEAR, **kwargs)


class Level(fields.Integer):
    """A competency level, 1 Paham to 5 Ahli."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min=1, max=5, **kwargs)


class Rupiah(fields.Integer):
    """An amount in whole rupiah."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min=0, max=MOST_RUPIAH, metadata={"description": "Whole rupiah"}, **kwargs)
