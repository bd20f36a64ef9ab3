"""Shows the competency profile of an employee against the standard of the position."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from employee_service.domain.employee import Employee
from employee_service.domain.profile import ProfileEntry
from employee_service.persistence import employees, positions
from employee_service.policies.competency_gap import (
    CompetencyGap,
    JobPersonMatch,
    gaps,
    job_person_match,
    jpm_rules,
)
from employee_service.policies.learning_hours import Entitlement, learning_entitlement


@dataclass(frozen=True)
class ProfileLine:
    """One competency: the comparison, and the evidence where there is a level."""

    comparison: CompetencyGap
    entry: ProfileEntry | None


@dataclass(frozen=True)
class LearningYear:
    """JP received in a year and the bounds that apply to it."""

    year: int
    hours: int
    entitlement: Entitlement


@dataclass(frozen=True)
class Profile:
    """What is known about the competence of one employee on one day; no NIP and no name."""

    employee_id: UUID
    position_id: UUID
    lines: tuple[ProfileLine, ...]
    match: JobPersonMatch | None
    learning_years: tuple[LearningYear, ...]


def show_profile(session: Session, *, employee_id: UUID, today: date) -> Profile:
    """Compare the profile with the standard in force today; raises EmployeeNotFound."""
    employee = employees.get(session, employee_id)
    standard = positions.get(session, employee.position_id).standard_on(today)
    profile = employee.profile
    levels = {code: entry.level for code, entry in profile.items()}
    return Profile(
        employee_id=employee.id,
        position_id=employee.position_id,
        lines=tuple(ProfileLine(gap, profile.get(gap.competency_code)) for gap in gaps(standard, levels)),
        match=job_person_match(standard, levels, jpm_rules(today)),
        learning_years=_learning_years(employee, today.year),
    )


def _learning_years(employee: Employee, this_year: int) -> tuple[LearningYear, ...]:
    """Return the years with hours, and this year, for its entitlement counts from its first day."""
    hours = {this_year: 0} | {each.year: each.hours for each in employee.learning_hours}
    return tuple(
        LearningYear(year, hours[year], learning_entitlement(employee.employment, year)) for year in sorted(hours)
    )
