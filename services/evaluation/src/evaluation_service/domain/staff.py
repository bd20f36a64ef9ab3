"""What this service remembers of people, positions, units and the dictionary, which the employee service owns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asn_kernel.codes import Employment
from asn_kernel.reason import Labelled


class EmployeeNotFound(Exception):
    """No employee with this id in the replica."""

    def __init__(self, employee_id: UUID) -> None:
        super().__init__(f"no employee {employee_id}")
        self.employee_id = employee_id


class UnknownEmployee(Exception):
    """The replica does not know the employee; the event of the registration may still be on its way."""

    def __init__(self, employee_id: UUID) -> None:
        super().__init__(f"employee {employee_id} is not known here")
        self.employee_id = employee_id


class NotInService(Exception):
    """On the day nothing known here places the employee in a position with a standard."""

    def __init__(self, employee_id: UUID, day: date) -> None:
        super().__init__(f"employee {employee_id} holds no known position on {day}")
        self.employee_id = employee_id
        self.day = day


class UnknownCompetency(Exception):
    """The dictionary does not have the competency; the event of its definition may still be on its way."""

    def __init__(self, competency_code: str) -> None:
        super().__init__(f"competency {competency_code} is not known here")
        self.competency_code = competency_code


@dataclass(eq=False)
class Employee:
    """Replica: an employee, and how she is employed."""

    employee_id: UUID
    employment: Employment
    version: int


@dataclass(eq=False)
class Assignment:
    """Replica: the position and unit of an employee from a day on."""

    employee_id: UUID
    effective_date: date
    position_id: UUID
    unit_id: UUID
    version: int


@dataclass(eq=False)
class PositionStandard:
    """Replica: what a position asks for from a day on; `standard` maps competency code to level, 1 to 5.

    `service_ids` are the public services that its holder serves.
    """

    position_id: UUID
    effective_date: date
    unit_id: UUID
    service_ids: Sequence[UUID]
    standard: Mapping[str, int]
    version: int


@dataclass(eq=False)
class Level:
    """Replica: a level, 1 to 5, that was recorded for an employee; levels are added, never changed."""

    employee_id: UUID
    competency_code: str
    version: int
    level: int
    recorded_at: datetime


@dataclass(eq=False)
class Completion:
    """Replica: the learning hours (JP) that an enrolment added to a calendar year; 0 when it was not passed."""

    enrolment_id: UUID
    employee_id: UUID
    year: int
    hours: int
    version: int


@dataclass(eq=False)
class Unit:
    """Replica: a unit of the city; from `withdrawal_date` on it is no more."""

    id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None
    version: int
    withdrawal_date: date | None = None


@dataclass(eq=False)
class Competency:
    """A competency of the dictionary: one of the national list, or a replica of one that the city added."""

    code: str
    name: str
    kind: str
    version: int
    name_en: str | None = None

    @property
    def labelled(self) -> Labelled:
        """The code with its names; what the city added has one name."""
        return Labelled(self.code, self.name, self.name_en or self.name)


@dataclass(frozen=True)
class Post:
    """Where somebody served on a day: position, unit, what the position asks for and which services it serves."""

    position_id: UUID
    unit_id: UUID
    standard: Mapping[str, int]
    service_ids: Sequence[UUID]


@dataclass(frozen=True)
class LevelHistory:
    """All recorded levels of one employee in one competency, in any order."""

    levels: Sequence[Level] = ()

    def at(self, moment: datetime) -> int | None:
        """Return the level that was on record at the moment; None when none was."""
        known = [level for level in self.levels if level.recorded_at <= moment]
        return max(known, key=lambda level: (level.recorded_at, level.version)).level if known else None

    def best_after(self, moment: datetime) -> int:
        """Return the highest level recorded after the moment; 0 when none was."""
        return max((level.level for level in self.levels if level.recorded_at > moment), default=0)
