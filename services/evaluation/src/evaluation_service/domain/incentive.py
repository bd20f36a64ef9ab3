"""An incentive: the recommendation that follows one finalised evaluation, with its history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from evaluation_service.domain.evaluation import year_of
from evaluation_service.domain.reasons import Reason


class Outcome(StrEnum):
    """RECOMMENDED nominates, never pays by itself; DEFERRED waits for learning hours; WITHHELD is final."""

    RECOMMENDED = "RECOMMENDED"
    DEFERRED = "DEFERRED"
    WITHHELD = "WITHHELD"


class IncentiveKind(StrEnum):
    """What is recommended: nomination for a reward, or written recognition."""

    REWARD_NOMINATION = "REWARD_NOMINATION"
    RECOGNITION = "RECOGNITION"
    NONE = "NONE"


@dataclass(frozen=True)
class IncentiveFinding:
    """What the policy decided, with everything that is needed to decide it again."""

    outcome: Outcome
    kind: IncentiveKind
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]


@dataclass(eq=False)
class IncentiveDecision:
    """One version of the decision about an incentive; versions are added, never changed."""

    incentive_id: UUID
    version: int
    outcome: Outcome
    kind: IncentiveKind
    rule_version: str
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]
    decided_at: datetime


@dataclass(eq=False)
class Incentive:
    """The incentive of one evaluation. `outcome` and `version` repeat those of the latest decision."""

    id: UUID
    evaluation_id: UUID
    employee_id: UUID
    unit_id: UUID
    period: str
    created_at: datetime
    correlation_id: str
    outcome: Outcome
    version: int = 0
    decisions: list[IncentiveDecision] = field(default_factory=list)

    @property
    def latest(self) -> IncentiveDecision:
        """The decision that counts."""
        return self.decisions[-1]

    @property
    def year(self) -> int:
        """The calendar year whose learning hours count."""
        return year_of(self.period)

    def decide(self, finding: IncentiveFinding, *, at: datetime) -> IncentiveDecision:
        """Add the finding as the next version and return that version, which is the fact to tell."""
        self.version += 1
        self.outcome = finding.outcome
        decision = IncentiveDecision(
            incentive_id=self.id,
            version=self.version,
            outcome=finding.outcome,
            kind=finding.kind,
            rule_version=finding.rule_version,
            reasons=finding.reasons,
            inputs=finding.inputs,
            decided_at=at,
        )
        self.decisions.append(decision)
        return decision

    def reconsider(self, finding: IncentiveFinding, *, at: datetime) -> IncentiveDecision | None:
        """Return a new version when a deferred incentive comes out differently; None when nothing changed."""
        if self.outcome is not Outcome.DEFERRED or finding.outcome is Outcome.DEFERRED:
            return None
        return self.decide(finding, at=at)
