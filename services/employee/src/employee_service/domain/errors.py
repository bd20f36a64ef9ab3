"""What can be wrong, as exceptions that carry data; none of them ever carries a NIP or a name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from employee_service.domain.employment import Employment


class DomainError(Exception):
    """Base of every refusal of this service; the attributes are the data of the refusal."""


@dataclass(eq=False)
class UnitNotFound(DomainError):
    """No unit has the id that was asked for."""

    unit_id: UUID


@dataclass(eq=False)
class PositionNotFound(DomainError):
    """No position has the id that was asked for."""

    position_id: UUID


@dataclass(eq=False)
class EmployeeNotFound(DomainError):
    """No employee has the id that was asked for."""

    employee_id: UUID


@dataclass(eq=False)
class CompetencyNotFound(DomainError):
    """No competency has the id that was asked for."""

    competency_id: UUID


@dataclass(eq=False)
class UnknownUnit(DomainError):
    """A request refers to a unit that does not exist."""

    unit_id: UUID


@dataclass(eq=False)
class UnknownParentUnit(DomainError):
    """A unit is to be registered under a parent that does not exist."""

    parent_code: str


@dataclass(eq=False)
class UnknownPosition(DomainError):
    """A request refers to a position that does not exist."""

    position_id: UUID


@dataclass(eq=False)
class UnknownCompetency(DomainError):
    """A standard or an evidence names a competency that the dictionary does not hold."""

    competency_code: str


@dataclass(eq=False)
class DuplicateUnitCode(DomainError):
    """A unit with this code is already registered."""

    unit_code: str


@dataclass(eq=False)
class DuplicateCompetencyCode(DomainError):
    """A competency with this code is already in the dictionary."""

    competency_code: str


@dataclass(eq=False)
class DuplicatePositionCode(DomainError):
    """A position with this code is already defined."""

    position_code: str


class DuplicateNip(DomainError):
    """An employee with this NIP is already registered; carries nothing, for the NIP must not travel."""


@dataclass(eq=False)
class LevelOutOfRange(DomainError):
    """A competency level lies outside 1..5."""

    level: int


@dataclass(eq=False)
class StandardNotLater(DomainError):
    """A revision of a standard must take effect after the one it replaces."""

    effective_date: date
    current_date: date


@dataclass(eq=False)
class UnknownGrade(DomainError):
    """The grade is not in the code list of this employment."""

    grade: str
    employment: Employment


@dataclass(eq=False)
class EmploymentDisagrees(DomainError):
    """The stated employment is not the one that the NIP shows."""

    employment: Employment
    stated: Employment


@dataclass(eq=False)
class AlreadyInPosition(DomainError):
    """The employee already holds the position of the assignment."""

    employee_id: UUID
    position_id: UUID


@dataclass(eq=False)
class AssignmentTooEarly(DomainError):
    """An assignment must not take effect before the present one."""

    effective_date: date
    current_date: date
