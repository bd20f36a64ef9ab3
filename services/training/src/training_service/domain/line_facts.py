"""What a plan knows when it decides about one need: plain values, complete, kept with the decision."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from asn_kernel.codes import Employment
from asn_kernel.reason import Labelled


@dataclass(frozen=True)
class NeedFacts:
    """A waiting need; `priority` 1..100, 100 first."""

    id: UUID
    target_level: int
    priority: int
    identified_at: datetime

    @property
    def rank(self) -> tuple[int, datetime, UUID]:
        """Order by weight: high priority first, then the older need, then the id."""
        return (-self.priority, self.identified_at, self.id)


@dataclass(frozen=True)
class CourseFacts:
    """A course on offer in the competency; `hours` are JP, `cost` is whole rupiah a seat."""

    id: UUID
    code: str
    title: str
    target_level: int
    hours: int
    cost: int

    @property
    def labelled(self) -> Labelled:
        """The code with its title."""
        return Labelled(self.code, self.title, self.title)


@dataclass(frozen=True)
class SeatFacts:
    """A seat in the competency that is not completed yet."""

    enrolment_id: UUID
    course_id: UUID
    target_level: int


@dataclass(frozen=True)
class HoursFacts:
    """JP of one employee in the plan's year: `earned`, and `open` in seats not completed yet.

    `ceiling` is None where the law, by the row `rule_version`, sets none for this kind of employment.
    """

    earned: int
    open: int
    ceiling: int | None
    rule_version: str

    @property
    def left(self) -> int | None:
        """JP that a course may still have; None for any number."""
        return None if self.ceiling is None else self.ceiling - self.earned - self.open

    def with_open(self, hours: int) -> "HoursFacts":
        """Return the same with so many more JP in open seats."""
        return replace(self, open=self.open + hours)


@dataclass(frozen=True)
class Candidate:
    """One employee in one competency: her waiting needs, the most urgent first, and what answers or hinders them.

    `level` is the level she has (1..5), None where none is known; `employment` None where it is not known yet;
    `courses` are all that is on offer in the competency, the best answer first.
    """

    employee_id: UUID
    competency: Labelled
    needs: tuple[NeedFacts, ...]
    level: int | None
    employment: Employment | None
    hours: HoursFacts
    seat: SeatFacts | None
    courses: tuple[CourseFacts, ...]

    def met(self, need: NeedFacts) -> bool:
        """Tell whether the employee has the level that the need asks for."""
        return self.level is not None and self.level >= need.target_level


@dataclass(frozen=True)
class LineFacts:
    """The need to decide, by id, its candidate, and the whole rupiah that remain at its turn."""

    need_id: UUID
    candidate: Candidate
    remaining: int

    @property
    def need(self) -> NeedFacts:
        """The need to decide."""
        return next(need for need in self.candidate.needs if need.id == self.need_id)
