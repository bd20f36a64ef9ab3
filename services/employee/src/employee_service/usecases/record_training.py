"""Takes a finished training into the learning hours and the profile of the employee."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from employee_service.domain.learning import Training
from employee_service.events import published
from employee_service.persistence import competencies, employees


def record_training(
    session: Session,
    *,
    employee_id: UUID,
    enrolment_id: UUID,
    course_id: UUID,
    competency_code: str,
    level: int | None,
    hours: int,
    year: int,
    completed_date: date,
    reported_at: datetime,
    now: datetime,
) -> None:
    """Count the hours once per enrolment and raise the level, under the employee's row lock.

    Publishes the level where the training raised it. Raises EmployeeNotFound, UnknownCompetency.
    """
    employee = employees.get(session, employee_id, lock=True)
    competencies.require_all(session, [competency_code])
    if employees.training_is_known(session, enrolment_id):
        return
    training = Training(enrolment_id, course_id, competency_code, level, hours, year, completed_date)
    fact = employee.record_training(training, reported_at=reported_at)
    if fact is not None:
        outbox.record(session, published.competency_level_recorded(fact, at=now))
