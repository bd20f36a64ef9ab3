"""The training service tells of completed trainings."""

from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from evaluation_service.domain.staff import Completion
from evaluation_service.subscriptions import bounds
from evaluation_service.usecases import keep_staff


class TrainingCompleted(msgspec.Struct):
    """The fields used of asn.training.training-completed.v1; who failed has 0 hours."""

    enrolment_id: UUID
    employee_id: UUID
    hours: bounds.Hours
    year: bounds.Year


def on_training_completed(session: Session, event: Event) -> None:
    """Count the learning hours, and decide the incentives of the year again."""
    keep_staff.keep_completion(session, completion_of(event), at=now())


def completion_of(event: Event) -> Completion:
    """Read the learning hours of an enrolment."""
    told = read(event, TrainingCompleted)
    return Completion(told.enrolment_id, told.employee_id, told.year, told.hours, event.aggregateversion)
