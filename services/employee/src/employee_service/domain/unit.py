"""Units of the city government (perangkat daerah), a tree by parent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID


class UnitKind(StrEnum):
    """Kind of unit; the list may grow."""

    KOTA = "KOTA"
    SEKRETARIAT = "SEKRETARIAT"
    DINAS = "DINAS"
    BADAN = "BADAN"
    KECAMATAN = "KECAMATAN"
    KELURAHAN = "KELURAHAN"
    RSUD = "RSUD"
    PUSKESMAS = "PUSKESMAS"
    OTHER = "OTHER"


@dataclass(frozen=True)
class UnitRegistered:
    """A unit is known from now on."""

    unit_id: UUID
    code: str
    name: str
    kind: UnitKind
    parent_id: UUID | None
    version: int


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

    @classmethod
    def register(
        cls, *, unit_id: UUID, code: str, name: str, kind: UnitKind, parent_id: UUID | None, at: datetime
    ) -> tuple[Self, UnitRegistered]:
        """Make the unit and the fact of its registration."""
        unit = cls(id=unit_id, code=code, name=name, kind=kind, parent_id=parent_id, created_at=at)
        return unit, UnitRegistered(unit_id, code, name, kind, parent_id, unit.version)
