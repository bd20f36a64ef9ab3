"""Units of the city government (perangkat daerah), a tree by parent."""

from dataclasses import dataclass
from datetime import datetime
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
class Unit:
    """A unit with its natural key `code`; a unit without parent stands at the top of the tree."""

    id: UUID
    code: str
    name: str
    kind: UnitKind
    parent_id: UUID | None
    created_at: datetime
    version: int = 1
