"""The published results: of one survey, and of all surveys of a unit in a period."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asn_kernel.decision import Decision
from asn_kernel.period import Period
from feedback_service.domain.assessment import IndexFacts, IndexOutcome, UnitIndexFacts, UnitIndexOutcome

IndexDecision = Decision[IndexFacts, IndexOutcome]
UnitIndexDecision = Decision[UnitIndexFacts, UnitIndexOutcome]


class SatisfactionIndexNotFound(Exception):
    """No satisfaction index has this id."""

    def __init__(self, index_id: UUID) -> None:
        super().__init__(index_id)
        self.index_id = index_id


@dataclass(eq=False, kw_only=True)
class SatisfactionIndex:
    """The satisfaction index (IKM) of a survey, final since its publication."""

    id: UUID
    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    period: Period
    decision: IndexDecision
    published_at: datetime
    version: int = 1


@dataclass(eq=False, kw_only=True)
class UnitIndex:
    """The satisfaction index of a unit in a period; a further survey that closes makes a newer version of it."""

    id: UUID
    unit_id: UUID
    period: Period
    decision: UnitIndexDecision
    published_at: datetime
    version: int = 1

    def publish_again(self, decision: UnitIndexDecision, *, at: datetime) -> None:
        """Replace the result by that of one survey more."""
        self.decision = decision
        self.published_at = at
        self.version += 1
