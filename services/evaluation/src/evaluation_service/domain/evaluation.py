"""The evaluation of one employee in one period: a draft until it is finalised, then fixed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from asn_kernel.codes import Discipline, Expectation, Predicate
from asn_kernel.decision import Decision
from asn_kernel.period import Period
from evaluation_service.domain.staff import Post


class EvaluationNotFound(Exception):
    """No evaluation with this id."""

    def __init__(self, evaluation_id: UUID) -> None:
        super().__init__(f"no evaluation {evaluation_id}")
        self.evaluation_id = evaluation_id


class EvaluationAlreadyExists(Exception):
    """The employee already has an evaluation of the period."""

    def __init__(self, employee_id: UUID, period: Period) -> None:
        super().__init__(f"employee {employee_id} already has an evaluation of {period}")
        self.employee_id = employee_id
        self.period = period


class EvaluationAlreadyFinalised(Exception):
    """A finalised evaluation does not change any more."""

    def __init__(self, evaluation_id: UUID) -> None:
        super().__init__(f"evaluation {evaluation_id} is final")
        self.evaluation_id = evaluation_id


class EvaluationWithdrawn(Exception):
    """The draft was withdrawn: it is neither revised nor finalised, nor withdrawn again."""

    def __init__(self, evaluation_id: UUID) -> None:
        super().__init__(f"evaluation {evaluation_id} was withdrawn")
        self.evaluation_id = evaluation_id


class EvaluationWindowOver(Exception):
    """The period ended too long ago to be evaluated; `last_day` was the last one."""

    def __init__(self, period: Period, last_day: date) -> None:
        super().__init__(f"{period} could be evaluated until {last_day}")
        self.period = period
        self.last_day = last_day


class PeriodNotBegun(Exception):
    """Nobody can be evaluated for a period whose first day has not come."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period} begins on {period.start}")
        self.period = period
        self.start = period.start


class CompetencyAssessedTwice(Exception):
    """One evaluation names the same competency more than once."""

    def __init__(self, competency_code: str) -> None:
        super().__init__(f"competency {competency_code} is assessed twice")
        self.competency_code = competency_code


class UnknownAssessor(Exception):
    """The replica does not know the assessor; the event of the registration may still be on its way."""

    def __init__(self, assessor_id: UUID) -> None:
        super().__init__(f"assessor {assessor_id} is not known here")
        self.assessor_id = assessor_id


class AssessorIsEmployee(Exception):
    """Nobody evaluates herself."""

    def __init__(self, employee_id: UUID) -> None:
        super().__init__(f"employee {employee_id} cannot be her own assessor")
        self.employee_id = employee_id


class EvaluationState(StrEnum):
    """Where an evaluation stands."""

    DRAFT = "DRAFT"
    FINALISED = "FINALISED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True)
class AssessedLevel:
    """The level, 1 to 5, that the assessor found in one competency."""

    competency_code: str
    level: int


@dataclass(frozen=True)
class PredicateFacts:
    """What the predicate of a period follows from."""

    work_result: Expectation
    behaviour: Expectation


PredicateDecision = Decision[PredicateFacts, Predicate]


@dataclass(eq=False)
class Evaluation:
    """One per employee and period, beside drafts that were withdrawn.

    Position, unit, standard and services are those of the day it is judged on. `standard` maps competency code to the
    level, 1 to 5, that the position asked for. Raises CompetencyAssessedTwice when `assessed` names a competency more
    than once.
    """

    id: UUID
    employee_id: UUID
    period: Period
    position_id: UUID
    unit_id: UUID
    standard: Mapping[str, int]
    service_ids: Sequence[UUID]
    work_result: Expectation
    behaviour: Expectation
    discipline: Discipline
    assessed: tuple[AssessedLevel, ...]
    assessor_id: UUID
    created_at: datetime
    state: EvaluationState = EvaluationState.DRAFT
    predicate: Predicate | None = None
    decision: PredicateDecision | None = None
    finalised_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None
    correlation_id: str | None = None
    version: int = 1

    @classmethod
    def open(
        cls,
        evaluation_id: UUID,
        *,
        employee_id: UUID,
        assessor_id: UUID,
        period: Period,
        post: Post,
        work_result: Expectation,
        behaviour: Expectation,
        discipline: Discipline,
        assessed: tuple[AssessedLevel, ...],
        at: datetime,
    ) -> "Evaluation":
        """Return a draft that is judged by `post` whatever comes later."""
        check_assessment(employee_id, assessor_id, assessed)
        return cls(
            id=evaluation_id,
            employee_id=employee_id,
            period=period,
            position_id=post.position_id,
            unit_id=post.unit_id,
            standard=post.standard,
            service_ids=post.service_ids,
            work_result=work_result,
            behaviour=behaviour,
            discipline=discipline,
            assessed=assessed,
            assessor_id=assessor_id,
            created_at=at,
        )

    @property
    def assessed_levels(self) -> Mapping[str, int]:
        """Competency code to assessed level."""
        return {item.competency_code: item.level for item in self.assessed}

    @property
    def serves_public(self) -> bool:
        """Whether the position served a public service on the day it is judged on."""
        return bool(self.service_ids)

    def require_draft(self) -> None:
        """Raise EvaluationAlreadyFinalised or EvaluationWithdrawn unless the evaluation is a draft."""
        if self.state is EvaluationState.WITHDRAWN:
            raise EvaluationWithdrawn(self.id)
        if self.state is EvaluationState.FINALISED:
            raise EvaluationAlreadyFinalised(self.id)

    def finalise(self, decision: PredicateDecision, *, correlation_id: str, at: datetime) -> None:
        """Fix the evaluation with its predicate; raises EvaluationAlreadyFinalised, EvaluationWithdrawn."""
        self.require_draft()
        self.state = EvaluationState.FINALISED
        self.decision = decision
        self.predicate = decision.outcome
        self.correlation_id = correlation_id
        self.finalised_at = at
        self.version += 1


def check_assessment(employee_id: UUID, assessor_id: UUID, assessed: Sequence[AssessedLevel]) -> None:
    """Raise AssessorIsEmployee or CompetencyAssessedTwice where nobody may assess so."""
    if assessor_id == employee_id:
        raise AssessorIsEmployee(employee_id)
    for code, times in Counter(item.competency_code for item in assessed).items():
        if times > 1:
            raise CompetencyAssessedTwice(code)
