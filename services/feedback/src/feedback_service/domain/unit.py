"""The replica of an organisational unit that the employee service owns."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


class UnknownUnit(Exception):
    """No unit with this id has been announced by the employee service yet."""

    def __init__(self, unit_id: UUID) -> None:
        super().__init__(unit_id)
        self.unit_id = unit_id


class UnitWithdrawn(Exception):
    """From `withdrawal_date` on the unit is no more, so it begins nothing that lies after."""

    def __init__(self, unit_id: UUID, withdrawal_date: date) -> None:
        super().__init__(unit_id, withdrawal_date)
        self.unit_id = unit_id
        self.withdrawal_date = withdrawal_date


@dataclass(eq=False, kw_only=True)
class Unit:
    """What this service keeps of a unit; `version` is the owner's, so that older news never wins.

    From `withdrawal_date` on the unit is no more.
    """

    id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None
    version: int
    withdrawal_date: date | None = None

    def require_standing(self, day: date) -> None:
        """Raise UnitWithdrawn where the unit is no more on the day."""
        if self.withdrawal_date is not None and self.withdrawal_date <= day:
            raise UnitWithdrawn(self.id, self.withdrawal_date)
