"""The evaluation of one employee in one period: a draft until it is finalised, then fixed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from evaluation_service.domain.errors import CompetencyAssessedTwice, EvaluationAlreadyFinalised
from evaluation_service.domain.scales import Discipline, Expectation, Predicate


class EvaluationState(StrEnum):
    """Where an evaluation stands."""

    DRAFT = "DRAFT"
    FINALISED = "FINALISED"


@dataclass(frozen=True)
class AssessedLevel:
    """The level, 1 to 5, that the assessor found in one competency."""

    competency_code: str
    level: int


@dataclass(frozen=True)
class EvaluationFinalised:
    """The fact that an evaluation became final."""

    evaluation_id: UUID
    employee_id: UUID
    unit_id: UUID
    period: str
    work_result: Expectation
    behaviour: Expectation
    predicate: Predicate
    discipline: Discipline
    assessed: tuple[AssessedLevel, ...]
    finalised_at: datetime
    version: int

    @property
    def assessed_levels(self) -> Mapping[str, int]:
        """Competency code to assessed level."""
        return {item.competency_code: item.level for item in self.assessed}

    @property
    def year(self) -> int:
        """The calendar year of the period."""
        return year_of(self.period)


@dataclass(eq=False)
class Evaluation:
    """One per employee and period. `unit_id` is the employee's unit when the evaluation was opened.

    Raises CompetencyAssessedTwice when `assessed` names a competency more than once.
    """

    id: UUID
    employee_id: UUID
    unit_id: UUID
    period: str
    work_result: Expectation
    behaviour: Expectation
    discipline: Discipline
    assessed: tuple[AssessedLevel, ...]
    created_at: datetime
    assessor_id: UUID | None = None
    state: EvaluationState = EvaluationState.DRAFT
    predicate: Predicate | None = None
    finalised_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        """Check what was assessed."""
        for code, times in Counter(item.competency_code for item in self.assessed).items():
            if times > 1:
                raise CompetencyAssessedTwice(code)

    def finalise(self, *, predicate: Predicate, at: datetime) -> EvaluationFinalised:
        """Fix the evaluation with its predicate. Raises EvaluationAlreadyFinalised the second time."""
        if self.state is EvaluationState.FINALISED:
            raise EvaluationAlreadyFinalised(self.id)
        self.state = EvaluationState.FINALISED
        self.predicate = predicate
        self.finalised_at = at
        self.version += 1
        return self.finalisation

    @property
    def finalisation(self) -> EvaluationFinalised:
        """The fact that the evaluation became final. ValueError while it is a draft."""
        if self.predicate is None or self.finalised_at is None:
            raise ValueError(f"evaluation {self.id} is a draft")
        return EvaluationFinalised(
            evaluation_id=self.id,
            employee_id=self.employee_id,
            unit_id=self.unit_id,
            period=self.period,
            work_result=self.work_result,
            behaviour=self.behaviour,
            predicate=self.predicate,
            discipline=self.discipline,
            assessed=self.assessed,
            finalised_at=self.finalised_at,
            version=self.version,
        )


def year_of(period: str) -> int:
    """Return the calendar year of a period such as "2026-S1"."""
    return int(period.partition("-")[0])
