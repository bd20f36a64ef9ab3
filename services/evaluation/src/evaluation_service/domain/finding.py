"""What a published index asks of a unit: competencies to train, and elements to improve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from evaluation_service.domain.reasons import Reason
from evaluation_service.domain.scales import Element, Mutu


class ImprovementAction(StrEnum):
    """What the unit is asked to do about a low element."""

    PROCESS_REVIEW = "PROCESS_REVIEW"
    FOLLOW_UP_PLAN = "FOLLOW_UP_PLAN"


@dataclass(frozen=True)
class TrainingFinding:
    """One competency that the serving staff of a unit should train, before anyone's level is looked at."""

    competency_code: str
    element: Element
    priority: int
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class ImprovementFinding:
    """One element of a service that needs work on the process or the means, not on people."""

    element: str
    value: Decimal
    mutu: Mutu
    action: ImprovementAction
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]


@dataclass(eq=False)
class OpenFinding:
    """A training finding kept for its unit: whoever serves there by `open_until` gets the need."""

    survey_id: UUID
    competency_code: str
    unit_id: UUID
    period: str
    element: Element
    priority: int
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]
    open_until: datetime
    correlation_id: str

    @property
    def finding(self) -> TrainingFinding:
        """The finding as the policy made it."""
        return TrainingFinding(
            competency_code=self.competency_code,
            element=self.element,
            priority=self.priority,
            rule_version=self.rule_version,
            reasons=self.reasons,
            inputs=self.inputs,
        )


@dataclass(eq=False)
class ServiceImprovement:
    """A request to the unit to improve one element of a service; one per survey and element."""

    id: UUID
    unit_id: UUID
    service_id: UUID
    survey_id: UUID
    element: str
    value: Decimal
    mutu: Mutu
    action: ImprovementAction
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]
    requested_at: datetime
    correlation_id: str
    version: int = 1
