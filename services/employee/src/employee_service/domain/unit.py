"""Units of the city government (perangkat daerah), a tree by parent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asn_kernel.codes import UnitKind


@dataclass(eq=False)
class UnitNotFound(Exception):
    """No unit has the id that was asked for."""

    unit_id: UUID


@dataclass(eq=False)
class UnknownUnit(Exception):
    """A request refers to a unit that does not exist."""

    unit_id: UUID


@dataclass(eq=False)
class UnknownParentUnit(Exception):
    """A unit is to be registered under a parent that does not exist."""

    parent_code: str


@dataclass(eq=False)
class UnitBelowItself(Exception):
    """A unit is to be moved under itself, or under a unit that lies below it."""

    parent_code: str


@dataclass(eq=False)
class DuplicateUnitCode(Exception):
    """A unit with this code is already registered."""

    unit_code: str


@dataclass(eq=False)
class UnitWithdrawn(Exception):
    """The unit was withdrawn: it is neither changed nor withdrawn again, and nothing new comes below it."""

    unit_id: UUID
    withdrawal_date: date


@dataclass(eq=False)
class UnitInUse(Exception):
    """Units or positions below it, named by some of their codes, still stand on the day of a withdrawal."""

    unit_id: UUID
    withdrawal_date: date
    codes: str


@dataclass(eq=False)
class Unit:
    """A unit with its natural key `code`; a unit without parent stands at the top of the tree.

    From `withdrawal_date` on it is no more; what it was before stays.
    """

    id: UUID
    code: str
    name: str
    kind: UnitKind
    parent_id: UUID | None
    created_at: datetime
    withdrawal_date: date | None = None
    withdrawal_reason: str | None = None
    version: int = 1

    def require_standing(self) -> None:
        """Raise UnitWithdrawn where its end is known, also one that lies ahead: nothing new comes below it."""
        if self.withdrawal_date is not None:
            raise UnitWithdrawn(self.id, self.withdrawal_date)
