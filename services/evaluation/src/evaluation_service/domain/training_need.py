"""A training need: what one employee should learn, why, and how much it matters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from asn_kernel.codes import Element, Expectation, GapClass, Predicate
from asn_kernel.decision import Decision
from asn_kernel.period import Period
from asn_kernel.reason import Labelled
from evaluation_service.domain.finding import TrainingFinding


class TrainingNeedNotFound(Exception):
    """No training need with this id."""

    def __init__(self, need_id: UUID) -> None:
        super().__init__(f"no training need {need_id}")
        self.need_id = need_id


class ConfirmationNotExpected(Exception):
    """The training need is confirmed already, never needed a confirmation, or is over."""

    def __init__(self, need_id: UUID, state: str) -> None:
        super().__init__(f"training need {need_id} is {state}")
        self.need_id = need_id
        self.state = state


class TrainingNeedNotOpen(Exception):
    """The training need is over: met, withdrawn or lapsed."""

    def __init__(self, need_id: UUID, state: str) -> None:
        super().__init__(f"training need {need_id} is {state}")
        self.need_id = need_id
        self.state = state


class NeedState(StrEnum):
    """PROPOSED waits for a manager; IDENTIFIED needed nobody's consent; CONFIRMED has it. The others are over.

    MET: a recorded level reached the target. WITHDRAWN: a manager took it back. LAPSED: what came to be known later
    took away what it rested on.
    """

    PROPOSED = "PROPOSED"
    IDENTIFIED = "IDENTIFIED"
    CONFIRMED = "CONFIRMED"
    MET = "MET"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to learn something."""
        return self in OPEN


OPEN: Final = (NeedState.PROPOSED, NeedState.IDENTIFIED, NeedState.CONFIRMED)


class CauseKind(StrEnum):
    """What a training need follows from."""

    EVALUATION = "EVALUATION"
    SATISFACTION_INDEX = "SATISFACTION_INDEX"


@dataclass(frozen=True)
class NeedCause:
    """The evaluation or survey behind a need, with the element of the survey that weighed most."""

    kind: CauseKind
    id: UUID
    period: Period
    element: Element | None = None


@dataclass(frozen=True)
class Appraisal:
    """The part of an evaluation that a need may follow from; `assessed_level` is None for what was not assessed."""

    period: Period
    work_result: Expectation
    behaviour: Expectation
    predicate: Predicate
    assessed_level: int | None


@dataclass(frozen=True)
class GapStep:
    """From `smallest` levels below the target on, the gap is of this class."""

    smallest: int
    gap_class: GapClass


@dataclass(frozen=True)
class NeedFacts:
    """What a need follows from: levels 1 to 5, and an appraisal or a finding. `gap_classes` are the law's row."""

    competency: Labelled
    recorded_level: int | None
    required_level: int | None
    appraisal: Appraisal | None
    finding: TrainingFinding | None
    gap_classes: tuple[GapStep, ...]
    gap_classes_version: str

    @property
    def current_level(self) -> int | None:
        """The level that counts: what was assessed, else what is on record."""
        assessed = None if self.appraisal is None else self.appraisal.assessed_level
        return self.recorded_level if assessed is None else assessed


@dataclass(frozen=True)
class NeedOutcome:
    """What should be learned. Levels are 1 to 5, priority 1 to 100; the gap of an unknown level counts as 0."""

    current_level: int | None
    target_level: int
    gap: int
    gap_class: GapClass
    priority: int
    confirmation_required: bool


NeedDecision = Decision[NeedFacts, NeedOutcome | None]


@dataclass(eq=False)
class TrainingNeed:
    """A need with the decision that made it; one that counts per employee, competency and cause."""

    id: UUID
    employee_id: UUID
    unit_id: UUID
    competency_code: str
    cause: NeedCause
    decision: NeedDecision
    identified_at: datetime
    correlation_id: str
    state: NeedState
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    withdrawal_reason: str | None = None
    version: int = 1

    @classmethod
    def identify(
        cls,
        need_id: UUID,
        decision: NeedDecision,
        *,
        employee_id: UUID,
        unit_id: UUID,
        cause: NeedCause,
        correlation_id: str,
        at: datetime,
    ) -> "TrainingNeed":
        """Return the need that `decision` calls for: proposed when somebody must confirm it."""
        if decision.outcome is None:
            raise ValueError("this decision calls for nothing")
        return cls(
            id=need_id,
            employee_id=employee_id,
            unit_id=unit_id,
            competency_code=decision.inputs.competency.code,
            cause=cause,
            decision=decision,
            identified_at=at,
            correlation_id=correlation_id,
            state=NeedState.PROPOSED if decision.outcome.confirmation_required else NeedState.IDENTIFIED,
        )

    @property
    def outcome(self) -> NeedOutcome:
        """What should be learned."""
        assert self.decision.outcome is not None  # noqa: S101 -- `identify` makes no other
        return self.decision.outcome

    def confirm(self, *, at: datetime) -> None:
        """Accept a proposed need. Raises ConfirmationNotExpected in any other state."""
        if self.state is not NeedState.PROPOSED:
            raise ConfirmationNotExpected(self.id, self.state)
        self.state = NeedState.CONFIRMED
        self.confirmed_at = at
        self.version += 1

    def withdraw(self, reason: str, *, at: datetime) -> None:
        """Take an open need back for good. Raises TrainingNeedNotOpen."""
        self._end(NeedState.WITHDRAWN, at)
        self.withdrawal_reason = reason

    def lapse(self, *, at: datetime) -> None:
        """End an open need that rests on nothing any more. Raises TrainingNeedNotOpen."""
        self._end(NeedState.LAPSED, at)

    def complete(self, *, at: datetime) -> None:
        """End an open need whose target was reached. Raises TrainingNeedNotOpen."""
        self._end(NeedState.MET, at)

    def _end(self, state: NeedState, at: datetime) -> None:
        if not self.state.is_open:
            raise TrainingNeedNotOpen(self.id, self.state)
        self.state = state
        self.ended_at = at
        self.version += 1
