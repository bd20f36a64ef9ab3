"""What this service hears from others: assessed levels from evaluation, finished courses from training."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.errors import Unprocessable
from asn_chassis.events.event import Event
from asn_chassis.events.handlers import Handlers, each
from asn_chassis.events.reading import read
from employee_service.domain.errors import DomainError
from employee_service.usecases.record_competency_levels import record_competency_levels
from employee_service.usecases.record_training import record_training

Level = Annotated[int, Meta(ge=1, le=5)]
Hours = Annotated[int, Meta(ge=0, le=10_000)]
Year = Annotated[int, Meta(ge=1945, le=9999)]
Instant = Annotated[datetime, Meta(tz=True)]


class AssessedLevel(msgspec.Struct):
    """One level that an evaluation found."""

    competency_code: str
    level: Level


class EvaluationFinalised(msgspec.Struct):
    """The fields of evaluation-finalised that matter here."""

    evaluation_id: UUID
    employee_id: UUID
    finalised_at: Instant
    assessed: list[AssessedLevel] = []


class TrainingCompleted(msgspec.Struct):
    """The fields of training-completed that matter here."""

    enrolment_id: UUID
    employee_id: UUID
    course_id: UUID
    competency_code: str
    hours: Hours
    year: Year
    completed_date: date
    level: Level | None = None


def on_evaluation_finalised(session: Session, event: Event) -> None:
    """Take the assessed levels into the profile."""
    facts = read(event, EvaluationFinalised)
    with _refusals_are_final():
        record_competency_levels(
            session,
            employee_id=facts.employee_id,
            evaluation_id=facts.evaluation_id,
            levels={assessed.competency_code: assessed.level for assessed in facts.assessed},
            assessed_at=facts.finalised_at,
            now=now(),
        )


def on_training_completed(session: Session, event: Event) -> None:
    """Count the learning hours and take the reached level into the profile."""
    facts = read(event, TrainingCompleted)
    with _refusals_are_final():
        record_training(session, **msgspec.structs.asdict(facts), reported_at=event.time, now=now())


HANDLERS: Handlers = {
    "asn.evaluation.evaluation-finalised.v1": each(on_evaluation_finalised),
    "asn.training.training-completed.v1": each(on_training_completed),
}


@contextmanager
def _refusals_are_final() -> Iterator[None]:
    # This service owns employees and the dictionary: what it does not know now, no retry will bring.
    try:
        yield
    except DomainError as error:
        raise Unprocessable(f"{type(error).__name__}: {vars(error)}") from error
