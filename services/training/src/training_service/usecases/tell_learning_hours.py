"""Tells an employee's learning hours beside the entitlement, year by year."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from training_service.domain.employee import Employee
from training_service.persistence import employees, enrolments
from training_service.policies.learning_hours import ENTITLEMENTS, Standing, standing


@dataclass(frozen=True, slots=True)
class LearningHours:
    """The years in which the employee completed training, the earliest first."""

    employee: Employee
    years: list[Standing]


def tell_learning_hours(session: Session, *, employee_id: UUID) -> LearningHours:
    """Add up the hours of completed courses; EmployeeNotFound when the employee was never announced."""
    employee = employees.find(session, employee_id)
    hours = enrolments.hours_by_year(session, employee_id)
    return LearningHours(
        employee, [standing(employee.employment, year, earned, ENTITLEMENTS) for year, earned in hours.items()]
    )
