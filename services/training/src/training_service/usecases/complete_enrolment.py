"""Completes an enrolment: hours are earned, the level is raised, the needs are fulfilled."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from training_service.domain.enrolment import Enrolment
from training_service.events import published
from training_service.persistence import enrolments, needs


def complete_enrolment(
    session: Session,
    *,
    enrolment_id: UUID,
    level: int,
    completed_date: date,
    certificate_number: str,
    now: datetime,
) -> Enrolment:
    """Close the seat with the level reached (1..5); the hours are those of the course.

    EnrolmentNotFound; EnrolmentAlreadyCompleted the second time.
    """
    enrolment = enrolments.lock(session, enrolment_id)
    completed = enrolment.complete(level=level, on=completed_date, certificate_number=certificate_number)
    need_ids = needs.fulfil(session, enrolment_id, now)
    outbox.record(session, published.training_completed(completed, need_ids, at=now))
    return enrolment
