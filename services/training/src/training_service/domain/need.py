"""The register of training needs, from proposal to its end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from asn_kernel.reason import Reason


class TrainingNeedNotFound(Exception):
    """No need has this id."""

    def __init__(self, need_id: UUID) -> None:
        super().__init__(need_id)
        self.need_id = need_id


class NeedState(StrEnum):
    """Where a need stands: PROPOSED → OPEN → PLANNED or UNFUNDED → FULFILLED, MET or WITHDRAWN."""

    PROPOSED = "PROPOSED"
    OPEN = "OPEN"
    PLANNED = "PLANNED"
    UNFUNDED = "UNFUNDED"
    FULFILLED = "FULFILLED"
    MET = "MET"
    WITHDRAWN = "WITHDRAWN"


WAITING = frozenset({NeedState.OPEN, NeedState.UNFUNDED})
"""States in which a plan takes the need up; an unfunded need is tried again by every later plan."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What brought the need to light: an evaluation, or one element of a satisfaction index."""

    kind: str
    id: UUID
    period: str
    element: str | None = None


class NoticeKind(StrEnum):
    """What may be told of a need after it was identified."""

    CONFIRMED = "CONFIRMED"
    MET = "MET"
    WITHDRAWN = "WITHDRAWN"


@dataclass(eq=False)
class Notice:
    """What the evaluation service told of a need; it may arrive before the need itself.

    `version` is the need's at that service: of two endings the one that came first there counts. `level` is the
    level that met the need, `reasons` say why it was withdrawn.
    """

    need_id: UUID
    employee_id: UUID
    kind: NoticeKind
    at: datetime
    version: int
    level: int | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Ending:
    """How a need ended without, or before, the course of its own; `version` is that of the notice."""

    kind: NoticeKind
    at: datetime
    version: int
    level: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class NeedUnfunded:
    """The fact that a plan left a need without a seat, and why."""

    need_id: UUID
    employee_id: UUID
    unit_id: UUID
    plan_id: UUID
    reasons: tuple[Reason, ...]
    decided_at: datetime
    correlation_id: str
    version: int


@dataclass(eq=False)
class TrainingNeed:
    """One employee's need to reach `target_level` (1..5) in one competency; `priority` 1..100, 100 first.

    A need that is met or withdrawn keeps the seat it has in `enrolment_id`: the money is committed.
    """

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
    ending: Ending | None = None
    version: int = 1

    def __post_init__(self) -> None:
        """Let a need that must be confirmed wait for it; any other is open from birth."""
        self.state = NeedState.PROPOSED if self.confirmation_required else NeedState.OPEN

    def apply(self, notices: Iterable[Notice], *, seat_kept: Reason) -> None:
        """Take what was told of this need, in any order and any number of times; the end is the same.

        `seat_kept` is added to the reasons of a need that ends while its employee has a seat for it.
        """
        for notice in sorted(notices, key=lambda each: each.version):
            if notice.kind is NoticeKind.CONFIRMED:
                self._confirm(notice.at)
            else:
                self._end(notice, (seat_kept,) if self.enrolment_id else ())

    def join(self, enrolment_id: UUID, plan_id: UUID | None) -> None:
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
            unit_id=self.unit_id,
            plan_id=plan_id,
            reasons=reasons,
            decided_at=at,
            correlation_id=self.correlation_id,
            version=self.version,
        )

    def _confirm(self, at: datetime) -> None:
        if self.confirmation_required and self.confirmed_at is None:
            self.confirmed_at = at
            if self.state is NeedState.PROPOSED:
                self.state = NeedState.OPEN
            self.version += 1

    def _end(self, notice: Notice, further: tuple[Reason, ...]) -> None:
        """End the need, unless it was fulfilled, or ended earlier at the service that tells it."""
        earlier = self.ending is not None and self.ending.version <= notice.version
        if earlier or self.state is NeedState.FULFILLED:
            return
        self.ending = Ending(notice.kind, notice.at, notice.version, notice.level, notice.reasons + further)
        self.state = NeedState(notice.kind.value)
        self.version += 1
