"""The register of training needs, from proposal to fulfilment."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from training_service.domain.reason import Reason


class NeedState(StrEnum):
    """Where a need stands: PROPOSED → OPEN → PLANNED or UNFUNDED → FULFILLED."""

    PROPOSED = "PROPOSED"
    OPEN = "OPEN"
    PLANNED = "PLANNED"
    UNFUNDED = "UNFUNDED"
    FULFILLED = "FULFILLED"


WAITING = frozenset({NeedState.OPEN, NeedState.UNFUNDED})
"""States in which a plan takes the need up; an unfunded need is tried again by every later plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What brought the need to light: an evaluation, or one element of a satisfaction index."""

    kind: str
    id: UUID
    period: str
    element: str | None = None


@dataclass(frozen=True, slots=True)
class NeedUnfunded:
    """The fact that a plan left a need without a seat, and why."""

    need_id: UUID
    employee_id: UUID
    plan_id: UUID
    reasons: tuple[Reason, ...]
    decided_at: datetime
    correlation_id: str
    version: int


@dataclass(eq=False)
class TrainingNeed:
    """One employee's need to reach `target_level` (1..5) in one competency; `priority` 1..100, 100 first."""

    id: UUID
    employee_id: UUID
    unit_id: UUID
    competency_code: str
    current_level: int | None
    target_level: int
    gap: int
    gap_class: str
    priority: int
    confirmation_required: bool
    cause: Cause
    rule_version: str
    identified_at: datetime
    correlation_id: str
    reasons: tuple[Reason, ...] = ()
    state: NeedState = field(init=False)
    confirmed_at: datetime | None = None
    plan_id: UUID | None = None
    enrolment_id: UUID | None = None
    fulfilled_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        """Let a need that must be confirmed wait for it; any other is open from birth."""
        self.state = NeedState.PROPOSED if self.confirmation_required else NeedState.OPEN

    def confirm(self, at: datetime) -> None:
        """Open a proposed need; a need that is past that point stays as it is."""
        if self.state is NeedState.PROPOSED:
            self.state = NeedState.OPEN
            self.confirmed_at = at
            self.version += 1

    def seat(self, enrolment_id: UUID, plan_id: UUID) -> None:
        """Tie a waiting need to the enrolment that will fulfil it."""
        self.state = NeedState.PLANNED
        self.enrolment_id = enrolment_id
        self.plan_id = plan_id
        self.version += 1

    def leave_unfunded(self, plan_id: UUID, reasons: tuple[Reason, ...], at: datetime) -> NeedUnfunded:
        """Record that the plan found no seat for this need."""
        self.state = NeedState.UNFUNDED
        self.plan_id = plan_id
        self.version += 1
        return NeedUnfunded(
            need_id=self.id,
            employee_id=self.employee_id,
            plan_id=plan_id,
            reasons=reasons,
            decided_at=at,
            correlation_id=self.correlation_id,
            version=self.version,
        )
