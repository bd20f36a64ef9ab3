"""What the training service publishes: finished trainings."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from asn_kernel.business_day import known_day
from employee_service.domain.learning import Training
from employee_service.subscriptions.bounds import CompetencyCode, Hours, Level, Year
from employee_service.usecases.record_training import record_training


class TrainingCompleted(msgspec.Struct):
    """The fields of training-completed that matter here."""

    enrolment_id: UUID
    employee_id: UUID
    course_id: UUID
    competency_code: CompetencyCode
    passed: bool
    hours: Hours
    year: Year
    completed_date: date
    level: Level | None = None

    def __post_init__(self) -> None:
        """Check what the types cannot say; ValueError."""
        if not known_day(self.completed_date):
            raise ValueError("completed_date lies outside the days that are known")


def on_training_completed(session: Session, event: Event) -> None:
    """Count the hours and take the reached level into the profile; who failed earned neither."""
    fact = read(event, TrainingCompleted)
    if not fact.passed:
        return
    training = Training(
        enrolment_id=fact.enrolment_id,
        employee_id=fact.employee_id,
        course_id=fact.course_id,
        competency_code=fact.competency_code,
        level=fact.level,
        hours=fact.hours,
        year=fact.year,
        completed_date=fact.completed_date,
    )
    record_training(session, training=training, reported_at=event.time, at=now())
