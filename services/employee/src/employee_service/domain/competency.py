"""The competency dictionary (kamus kompetensi) and the five levels of mastery."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asn_kernel.codes import CompetencyKind, CompetencyLevel

# What a code looks like, in requests and in events.
CODE = r"[A-Z][A-Z0-9_]{2,49}"
LEVELS = range(1, len(CompetencyLevel) + 1)


@dataclass(eq=False)
class CompetencyNotFound(Exception):
    """No competency has the id that was asked for."""

    competency_id: UUID


@dataclass(eq=False)
class UnknownCompetency(Exception):
    """A standard names a competency that the dictionary does not hold."""

    competency_code: str


@dataclass(eq=False)
class DuplicateCompetencyCode(Exception):
    """A competency with this code is already in the dictionary."""

    competency_code: str


@dataclass(eq=False)
class LevelOutOfRange(Exception):
    """A competency level lies outside 1..5."""

    level: int


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
    if level not in LEVELS:
        raise LevelOutOfRange(level)
    return level
