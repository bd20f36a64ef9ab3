"""Positions (jabatan), the competency standards that they ask for, and the public services that they serve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self
from uuid import UUID

from asn_kernel.codes import JobLevel
from asn_kernel.decision import Decision
from asn_kernel.rule import NoRuleInForce
from employee_service.domain.competency import checked_level


@dataclass(eq=False)
class PositionNotFound(Exception):
    """No position has the id that was asked for."""

    position_id: UUID


@dataclass(eq=False)
class UnknownPositionCode(Exception):
    """A row names a position that does not exist."""

    position_code: str


@dataclass(eq=False)
class UnknownPosition(Exception):
    """A request refers to a position that does not exist."""

    position_id: UUID


@dataclass(eq=False)
class DuplicatePositionCode(Exception):
    """A position with this code is already defined."""

    position_code: str


@dataclass(eq=False)
class PositionWithdrawn(Exception):
    """The position was withdrawn: it is neither changed nor withdrawn again, and nobody is assigned to it."""

    position_id: UUID
    withdrawal_date: date


@dataclass(eq=False)
class PositionHeld(Exception):
    """So many people hold the position on the day of a withdrawal, or will hold it after."""

    position_id: UUID
    withdrawal_date: date
    holders: int


@dataclass(eq=False)
class StandardNotLater(Exception):
    """A revision of a standard must take effect after the one it replaces."""

    effective_date: date
    current_date: date


class NoExpectedLevels(NoRuleInForce):
    """No standard can be proposed for this day: nothing was expected of the job levels yet."""


@dataclass(frozen=True)
class ExpectedLevelFacts:
    """What a proposed standard rests on: the job level and the competencies that every position may ask for."""

    job_level: JobLevel
    competency_codes: tuple[str, ...]


@dataclass(frozen=True)
class ExpectedStandard:
    """A proposed standard, code to level 1..5."""

    levels: Mapping[str, int]


ProposedStandard = Decision[ExpectedLevelFacts, ExpectedStandard]


@dataclass(eq=False)
class Standard:
    """What a position asks for from `effective_date` on: `levels` maps code to level 1..5.

    `service_ids` are the public services that the holder serves. `proposal` is the decision that the levels come
    from, None where the office stated them.
    """

    position_id: UUID
    effective_date: date
    levels: Mapping[str, int]
    service_ids: tuple[UUID, ...]
    proposal: ProposedStandard | None = None

    def __post_init__(self) -> None:
        """Check and sort what was given; raises LevelOutOfRange."""
        self.levels = {code: checked_level(level) for code, level in sorted(self.levels.items())}
        self.service_ids = tuple(sorted(self.service_ids))


@dataclass(eq=False)
class Position:
    """A position with every standard it ever had, by day; from `withdrawal_date` on it is no more."""

    id: UUID
    code: str
    title: str
    unit_id: UUID
    job_level: JobLevel
    created_at: datetime
    withdrawal_date: date | None = None
    withdrawal_reason: str | None = None
    version: int = 1
    standards: list[Standard] = field(default_factory=list)

    @classmethod
    def define(  # the form has as many fields
        cls,
        *,
        position_id: UUID,
        code: str,
        title: str,
        unit_id: UUID,
        job_level: JobLevel,
        levels: Mapping[str, int],
        service_ids: Sequence[UUID],
        effective_date: date,
        proposal: ProposedStandard | None = None,
        at: datetime,
    ) -> Self:
        """Make the position with its first standard; raises LevelOutOfRange."""
        first = Standard(position_id, effective_date, levels, tuple(service_ids), proposal)
        return cls(position_id, code, title, unit_id, job_level, created_at=at, standards=[first])

    def require_standing(self) -> None:
        """Raise PositionWithdrawn where its end is known, also one that lies ahead."""
        if self.withdrawal_date is not None:
            raise PositionWithdrawn(self.id, self.withdrawal_date)

    def revise(self, levels: Mapping[str, int], service_ids: Sequence[UUID], *, effective_date: date) -> Standard:
        """Add a standard that replaces the newest from its day on; raises StandardNotLater, LevelOutOfRange."""
        newest = max(standard.effective_date for standard in self.standards)
        if effective_date <= newest:
            raise StandardNotLater(effective_date, current_date=newest)
        standard = Standard(self.id, effective_date, levels, tuple(service_ids))
        self.standards.append(standard)
        self.version += 1
        return standard

    def standard_on(self, day: date) -> Standard | None:
        """Return the standard that holds on the day; None before the first one."""
        begun = [standard for standard in self.standards if standard.effective_date <= day]
        return max(begun, key=lambda standard: standard.effective_date, default=None)
