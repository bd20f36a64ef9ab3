"""What training keeps of civil servants: their kind of employment and the levels that they have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asn_kernel.business_day import business_day
from asn_kernel.codes import Employment


class EmployeeNotFound(Exception):
    """No employee with this id has been announced to training."""

    def __init__(self, employee_id: UUID) -> None:
        super().__init__(employee_id)
        self.employee_id = employee_id


@dataclass(eq=False)
class Employee:
    """A replica of the employee service's record; `version` is that of the last event applied.

    `employment` is kept as it was told: a word that training does not know yet is none of its business.
    """

    id: UUID
    employment: str
    version: int

    @property
    def known_employment(self) -> Employment | None:
        """The kind of employment, or None where the word is none that training knows."""
        return Employment(self.employment) if self.employment in list(Employment) else None


@dataclass(eq=False)
class CompetencyLevel:
    """The level (1..5) that an employee's profile states, by evidence of `recorded_at`."""

    employee_id: UUID
    competency_code: str
    level: int
    recorded_at: datetime
    version: int


@dataclass(frozen=True)
class Attained:
    """The level (1..5) of a course that was passed here, and its last day."""

    level: int
    on: date


def known_level(stated: CompetencyLevel | None, attained: Iterable[Attained]) -> int | None:
    """Return the level that the profile states, or will state once a course passed since then has reached it.

    A training only raises a level; what was assessed on a later day stands.
    """
    later = [each.level for each in attained if stated is None or each.on >= business_day(stated.recorded_at)]
    return max([*later, *([stated.level] if stated else [])], default=None)
