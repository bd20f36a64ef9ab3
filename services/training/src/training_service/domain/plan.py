"""The training plan of a period: what the budget buys, need by need."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from asn_kernel.decision import Decision
from asn_kernel.period import Period
from asn_kernel.reason import Reason
from training_service.domain.line_facts import LineFacts


class PlanNotFound(Exception):
    """No plan has this id."""

    def __init__(self, plan_id: UUID) -> None:
        super().__init__(plan_id)
        self.plan_id = plan_id


class PlanLineNotFound(Exception):
    """The plan decided nothing about this need."""

    def __init__(self, plan_id: UUID, need_id: UUID) -> None:
        super().__init__(plan_id, need_id)
        self.plan_id = plan_id
        self.need_id = need_id


class PlanAlreadyFixed(Exception):
    """The period has its plan already."""

    def __init__(self, period: Period) -> None:
        super().__init__(period)
        self.period = period


class PeriodOutsideYear(Exception):
    """The period of a plan lies outside the plan's budget year."""

    def __init__(self, year: int, period: Period) -> None:
        super().__init__(year, period)
        self.year = year
        self.period = period


class PeriodOver(Exception):
    """Nobody plans for a period that has ended."""

    def __init__(self, period: Period) -> None:
        super().__init__(period)
        self.period = period
        self.end = period.end


class LineKind(StrEnum):
    """What a plan decided about one need."""

    SEAT_BOUGHT = "SEAT_BOUGHT"
    SEAT_SHARED = "SEAT_SHARED"
    SEAT_JOINED = "SEAT_JOINED"
    UNFUNDED = "UNFUNDED"
    ALREADY_MET = "ALREADY_MET"


SEATED = frozenset({LineKind.SEAT_BOUGHT, LineKind.SEAT_SHARED, LineKind.SEAT_JOINED})
"""The outcomes by which a need has a seat."""


@dataclass(frozen=True)
class SeatBought:
    """The plan buys a seat in the course for this need, at `cost` whole rupiah."""

    course_id: UUID
    cost: int
    kind: LineKind = LineKind.SEAT_BOUGHT


@dataclass(frozen=True)
class SeatShared:
    """The seat that the plan buys for another need of the same employee and competency answers this one too."""

    course_id: UUID
    buyer_need_id: UUID
    kind: LineKind = LineKind.SEAT_SHARED


@dataclass(frozen=True)
class SeatJoined:
    """A seat that the employee has already, and has not completed, answers this need."""

    course_id: UUID
    enrolment_id: UUID
    kind: LineKind = LineKind.SEAT_JOINED


@dataclass(frozen=True)
class Unfunded:
    """The need gets no seat by this plan; its reasons say why, and a later plan weighs it again."""

    kind: LineKind = LineKind.UNFUNDED


@dataclass(frozen=True)
class AlreadyMet:
    """The employee has the level (1..5) already: nothing is bought for a gap that is closed."""

    level: int
    kind: LineKind = LineKind.ALREADY_MET


LineOutcome = SeatBought | SeatShared | SeatJoined | Unfunded | AlreadyMet
Line = Decision[LineFacts, LineOutcome]


@dataclass(eq=False)
class PlanLine:
    """The plan's decision about one need; `position` counts from 1, the most urgent need first.

    `enrolment_id` is the seat by which the need is answered, if it is.
    """

    plan_id: UUID
    position: int
    need_id: UUID
    outcome: LineKind
    enrolment_id: UUID | None
    decision: Line

    @property
    def cost(self) -> int:
        """Whole rupiah: the price of the seat on the line that buys it, 0 on every other one."""
        outcome = self.decision.outcome
        return outcome.cost if isinstance(outcome, SeatBought) else 0


@dataclass(eq=False)
class Plan:
    """The fixed plan of one period (Peraturan LAN 10/2018: validated and fixed by PyB/PPK).

    `budget`, `committed` and `remaining` are those of the year after this plan, `cost` is what this plan
    alone commits, all in whole rupiah; `funded`, `unfunded` and `already_met` count needs.
    """

    id: UUID
    year: int
    period: Period
    budget: int
    committed: int
    remaining: int
    cost: int
    funded: int
    unfunded: int
    already_met: int
    rule_version: str
    reasons: tuple[Reason, ...]
    fixed_at: datetime
    version: int = 1
    lines: list[PlanLine] = field(default_factory=list)


def check_period(year: int, period: Period, today: date) -> None:
    """Raise PeriodOutsideYear unless the period lies in the budget year, PeriodOver once its last day has passed."""
    if period.year != year:
        raise PeriodOutsideYear(year, period)
    if period.end < today:
        raise PeriodOver(period)
