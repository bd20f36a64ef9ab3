"""A civil servant (ASN): who it is, by NIP, name, employment and grade."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from asn_kernel.codes import Employment
from employee_service.domain.grade import known_grade
from employee_service.domain.nip import Nip


@dataclass(eq=False)
class EmployeeNotFound(Exception):
    """No employee has the id that was asked for."""

    employee_id: UUID


@dataclass(eq=False)
class UnknownEmployee(Exception):
    """A request refers to an employee that does not exist."""

    employee_id: UUID


class DuplicateNip(Exception):
    """An employee with this NIP is already registered; carries nothing, for the NIP must not travel."""


@dataclass(eq=False)
class EmploymentDisagrees(Exception):
    """The stated employment is not the one that the NIP shows."""

    employment: Employment
    stated: Employment


@dataclass(eq=False)
class Employee:
    """The identity of a civil servant. `version` counts the events about the person, whatever part they are of."""

    id: UUID
    nip: Nip = field(repr=False)
    name: str = field(repr=False)
    grade: str
    unusual_start_age: bool
    created_at: datetime
    version: int = 1
    employment: Employment = field(init=False)

    def __post_init__(self) -> None:
        """Derive the employment, which the NIP states; raises UnknownGrade."""
        self.employment = self.nip.employment
        known_grade(self.grade, self.employment)

    def check_grade(self, grade: str | None = None, employment: Employment | None = None) -> None:
        """Raise UnknownGrade unless the grade is one of the employment; what is not given stays as it is."""
        known_grade(grade or self.grade, employment or self.employment)

    def next_version(self) -> int:
        """Count one more event about the person; the caller holds the lock on the row."""
        self.version += 1
        return self.version
