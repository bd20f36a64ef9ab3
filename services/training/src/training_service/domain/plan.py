"""The training plan of a period: what the budget buys, need by need."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from training_service.domain.errors import PeriodOutsideYear
from training_service.domain.reason import Reason


class Outcome(StrEnum):
    """What a plan decided about one need."""

    FUNDED = "FUNDED"
    UNFUNDED = "UNFUNDED"


@dataclass(eq=False)
class PlanLine:
    """The plan's decision about one need.

    `cost` is whole rupiah: the price of the seat on the line that buys it, 0 on lines that share that seat.
    `position` counts from 1, the most urgent need first.
    """

    plan_id: UUID
    need_id: UUID
    position: int
    outcome: Outcome
    course_id: UUID | None
    enrolment_id: UUID | None
    cost: int
    reasons: tuple[Reason, ...]


@dataclass(eq=False)
class Plan:
    """The fixed plan of one period (Peraturan LAN 10/2018: validated and fixed by PyB/PPK).

    `budget`, `committed` and `remaining` are those of the year after this plan, `cost` is what this plan
    alone commits, all in whole rupiah; `funded` and `unfunded` count needs.
    """

    id: UUID
    year: int
    period: str
    budget: int
    committed: int
    remaining: int
    cost: int
    funded: int
    unfunded: int
    rule_version: str
    reasons: tuple[Reason, ...]
    fixed_at: datetime
    version: int = 1
    lines: list[PlanLine] = field(default_factory=list)


def check_period(year: int, period: str) -> None:
    """Raise PeriodOutsideYear unless `period` ("2026-S1") lies in `year`."""
    if not period.startswith(f"{year:04d}-"):
        raise PeriodOutsideYear(year, period)
