"""The competency dictionary (kamus kompetensi) and the five levels of mastery."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from employee_service.domain.errors import LevelOutOfRange

# PermenPANRB 38/2017: 1 Paham, 2 Dasar, 3 Menengah, 4 Mumpuni, 5 Ahli.
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5


class CompetencyKind(StrEnum):
    """Kind of competency; PermenPANRB 38/2017."""

    MANAGERIAL = "MANAGERIAL"
    SOCIOCULTURAL = "SOCIOCULTURAL"
    TECHNICAL = "TECHNICAL"


@dataclass(eq=False)
class Competency:
    """An entry of the dictionary; `code` is its natural key, `source` the document that defines it."""

    id: UUID
    code: str
    name: str
    kind: CompetencyKind
    source: str
    created_at: datetime
    version: int = 1


def checked_level(level: int) -> int:
    """Return `level` when it is one of the five; raises LevelOutOfRange."""
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise LevelOutOfRange(level)
    return level
