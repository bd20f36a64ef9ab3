"""Reads an employee's learning hours beside the entitlement, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.regulations import regulations_of
from asn_kernel.decision import Decision
from asn_kernel.rule import Rule
from training_service.domain.staff import Employee
from training_service.persistence import enrolments, staff
from training_service.policies.learning_hours import Standing, YearFacts, decide
from training_service.policies.regulations import LearningHours, Regulations


@dataclass(frozen=True)
class YearOfHours:
    """The decision about one year, with the row of law that it rests on."""

    decision: Decision[YearFacts, Standing]
    rule: Rule[LearningHours]


@dataclass(frozen=True)
class EmployeeHours:
    """The years in which the employee completed training, the earliest first."""

    employee: Employee
    years: Sequence[YearOfHours]


def read_learning_hours(session: Session, *, employee_id: UUID) -> EmployeeHours:
    """Add up the hours of passed courses; EmployeeNotFound when the employee was never announced."""
    employee, years = staff.get(session, employee_id), []
    rules = regulations_of(session, Regulations).learning_hours
    for year, hours in enrolments.hours_by_year(session, employee_id).items():
        rule = rules.in_force(date(year, 12, 31))
        years.append(YearOfHours(decide(YearFacts(employee.known_employment, year, hours), rule), rule))
    return EmployeeHours(employee, years)
