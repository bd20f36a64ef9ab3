"""Units of the city government, as training knows them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(eq=False)
class Unit:
    """A replica of the employee service's record; `version` is that of the last event applied.

    From `withdrawal_date` on the unit is no more.
    """

    id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None
    version: int
    withdrawal_date: date | None = None
