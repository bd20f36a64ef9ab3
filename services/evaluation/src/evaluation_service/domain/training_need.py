"""A training need: what one employee should learn, why, and how much it matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from evaluation_service.domain.errors import ConfirmationNotExpected
from evaluation_service.domain.reasons import Reason
from evaluation_service.domain.scales import Element, GapClass


class NeedState(StrEnum):
    """PROPOSED waits for a manager; IDENTIFIED needed nobody's consent; CONFIRMED has it."""

    PROPOSED = "PROPOSED"
    IDENTIFIED = "IDENTIFIED"
    CONFIRMED = "CONFIRMED"


class CauseKind(StrEnum):
    """What a training need follows from."""

    EVALUATION = "EVALUATION"
    SATISFACTION_INDEX = "SATISFACTION_INDEX"


@dataclass(frozen=True)
class NeedCause:
    """The evaluation or survey behind a need, with the element of the survey that weighed most."""

    kind: CauseKind
    id: UUID
    period: str
    element: Element | None = None


@dataclass(frozen=True)
class NeedDecision:
    """What a policy decided about one competency of one employee. Levels are 1 to 5, priority 1 to 100."""

    competency_code: str
    current_level: int | None
    target_level: int
    gap: int
    gap_class: GapClass
    priority: int
    confirmation_required: bool
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]
    element: Element | None = None


@dataclass(frozen=True)
class TrainingNeedConfirmed:
    """The fact that a manager confirmed a proposed need."""

    need_id: UUID
    employee_id: UUID
    confirmed_at: datetime
    version: int


@dataclass(eq=False)
class TrainingNeed:
    """A need with the decision that made it; one per employee, competency and cause."""

    id: UUID
    employee_id: UUID
    unit_id: UUID
    competency_code: str
    current_level: int | None
    target_level: int
    gap: int
    gap_class: GapClass
    priority: int
    confirmation_required: bool
    cause_kind: CauseKind
    cause_id: UUID
    cause_element: Element | None
    cause_period: str
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]
    identified_at: datetime
    correlation_id: str
    state: NeedState
    confirmed_at: datetime | None = None
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
        return cls(
            id=need_id,
            employee_id=employee_id,
            unit_id=unit_id,
            competency_code=decision.competency_code,
            current_level=decision.current_level,
            target_level=decision.target_level,
            gap=decision.gap,
            gap_class=decision.gap_class,
            priority=decision.priority,
            confirmation_required=decision.confirmation_required,
            cause_kind=cause.kind,
            cause_id=cause.id,
            cause_element=decision.element or cause.element,
            cause_period=cause.period,
            rule_version=decision.rule_version,
            reasons=decision.reasons,
            inputs=decision.inputs,
            identified_at=at,
            correlation_id=correlation_id,
            state=NeedState.PROPOSED if decision.confirmation_required else NeedState.IDENTIFIED,
        )

    def confirm(self, *, at: datetime) -> TrainingNeedConfirmed:
        """Accept a proposed need. Raises ConfirmationNotExpected in any other state."""
        if self.state is not NeedState.PROPOSED:
            raise ConfirmationNotExpected(self.id, self.state)
        self.state = NeedState.CONFIRMED
        self.confirmed_at = at
        self.version += 1
        return TrainingNeedConfirmed(self.id, self.employee_id, at, self.version)
