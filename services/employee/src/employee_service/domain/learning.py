"""Finished trainings and the learning hours (jam pelajaran, JP) that they give per year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from asn_kernel.business_day import start_of
from asn_kernel.codes import EvidenceKind
from employee_service.domain.profile import Evidence

MOMENT = timedelta(milliseconds=1)


@dataclass(eq=False)
class Training:
    """A training that was passed: `hours` JP count for `year`, once per enrolment; `level` 1..5 or None."""

    enrolment_id: UUID
    employee_id: UUID
    course_id: UUID
    competency_code: str
    level: int | None
    hours: int
    year: int
    completed_date: date

    def evidence(self, *, reported_at: datetime) -> Evidence | None:
        """Return what the training says about the level; None where no level was reached.

        A day has no hour: the training counts as finished when that business day ends or when it was reported,
        whichever comes first, so that an assessment made earlier on the same day does not hide it.
        """
        if self.level is None:
            return None
        at = min(start_of(self.completed_date + timedelta(days=1)) - MOMENT, reported_at)
        return Evidence(
            self.employee_id, self.enrolment_id, self.competency_code, EvidenceKind.TRAINING, self.level, at
        )


@dataclass(frozen=True)
class LearningHours:
    """Sum of JP in one calendar year."""

    year: int
    hours: int


def hours_per_year(trainings: Iterable[Training]) -> tuple[LearningHours, ...]:
    """Sum the hours of the trainings by year, oldest year first."""
    total: Counter[int] = Counter()
    for training in trainings:
        total[training.year] += training.hours
    return tuple(LearningHours(year, hours) for year, hours in sorted(total.items()))
