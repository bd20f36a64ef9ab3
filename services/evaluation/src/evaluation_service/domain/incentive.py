"""The incentive that follows a finalised evaluation, with its history."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from asn_kernel.codes import Discipline, Employment, IncentiveKind, Mutu, Predicate
from asn_kernel.decision import Decision
from asn_kernel.period import Period


class IncentiveNotFound(Exception):
    """No incentive with this id."""

    def __init__(self, incentive_id: UUID) -> None:
        super().__init__(f"no incentive {incentive_id}")
        self.incentive_id = incentive_id


class IncentiveOutcome(StrEnum):
    """RECOMMENDED nominates, never pays by itself; DEFERRED waits for hours or an index; WITHHELD waits for nothing."""

    RECOMMENDED = "RECOMMENDED"
    DEFERRED = "DEFERRED"
    WITHHELD = "WITHHELD"


class IndexBasis(StrEnum):
    """Which index of the unit says how citizens were served in the period of the evaluation."""

    OWN_PERIOD = "OWN_PERIOD"
    CONTAINING_PERIOD = "CONTAINING_PERIOD"
    PERIODS_INSIDE = "PERIODS_INSIDE"
    PENDING = "PENDING"
    ABSENT = "ABSENT"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True)
class PeriodIndex:
    """The published index of the unit in one period; `version` is that of its publication."""

    period: Period
    respondents: int
    ikm: Decimal
    mutu: Mutu
    sample_adequate: bool | None
    version: int


@dataclass(frozen=True)
class Satisfaction:
    """What citizens say of the unit: the indices used, and what they come to together; None without any.

    `mutu_rule` is the version of the bounds by which a pooled index was graded.
    """

    basis: IndexBasis
    indices: tuple[PeriodIndex, ...] = ()
    ikm: Decimal | None = None
    mutu: Mutu | None = None
    sample_adequate: bool | None = None
    mutu_rule: str | None = None


@dataclass(frozen=True)
class IncentiveFacts:
    """Everything that the decision rests on. `learning_hours` are those (JP) of the calendar year `year`.

    `required_hours` is the least that the law of the period, `hours_rule`, asks for; None where it asks for none.
    """

    period: Period
    predicate: Predicate
    discipline: Discipline
    employment: Employment
    year: int
    learning_hours: int
    required_hours: int | None
    hours_rule: str
    serves_public: bool
    satisfaction: Satisfaction


@dataclass(frozen=True)
class Award:
    """Whether, and what, is recommended."""

    outcome: IncentiveOutcome
    kind: IncentiveKind


AwardDecision = Decision[IncentiveFacts, Award]


@dataclass(eq=False)
class IncentiveVersion:
    """One version of the decision about an incentive; versions are added, never changed."""

    incentive_id: UUID
    version: int
    decision: AwardDecision
    decided_at: datetime

    @property
    def award(self) -> Award:
        """What was decided."""
        return self.decision.outcome


@dataclass(eq=False)
class Incentive:
    """The incentive of one evaluation. `outcome` and `version` repeat those of the latest decision."""

    id: UUID
    evaluation_id: UUID
    employee_id: UUID
    unit_id: UUID
    period: Period
    created_at: datetime
    correlation_id: str
    outcome: IncentiveOutcome
    version: int = 0
    versions: list[IncentiveVersion] = field(default_factory=list)

    @property
    def latest(self) -> IncentiveVersion:
        """The decision that counts."""
        return self.versions[-1]

    def decide(self, decision: AwardDecision, *, at: datetime) -> IncentiveVersion | None:
        """Add the decision as the next version; None, and nothing added, when it comes out as before.

        It comes out differently when the award or one of its reasons is another; a number in a reason alone, such as
        some more hours that do not suffice yet, is nothing new.
        """
        if self.versions and _gist(self.latest.decision) == _gist(decision):
            return None
        self.version += 1
        self.outcome = decision.outcome.outcome
        added = IncentiveVersion(self.id, self.version, decision, at)
        self.versions.append(added)
        return added


def _gist(decision: AwardDecision) -> tuple[Award, list[str]]:
    return decision.outcome, [reason.code for reason in decision.reasons]
