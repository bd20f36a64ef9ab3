"""Completes an enrolment: hours are earned and needs fulfilled where the course was passed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.database.reach import unbounded
from training_service.domain.enrolment import Certificate, Enrolment
from training_service.events import facts
from training_service.persistence import enrolments, needs


def complete_enrolment(
    session: Session, *, enrolment_id: UUID, certificate: Certificate | None, completed_date: date, at: datetime
) -> Enrolment:
    """Close the seat: passed with a certificate, failed without. Needs that it did not reach wait again.

    EnrolmentNotFound; EnrolmentAlreadyCompleted the second time; CompletionLevelAboveCourse;
    CompletionDateOutOfRange.
    """
    enrolment = enrolments.lock(session, enrolment_id)
    completed = enrolment.complete(certificate, on=completed_date, at=at)
    # Its needs may be of a unit that the employee has left.
    with unbounded(session):
        fulfilled = needs.settle(session, completed)
    outbox.record(session, facts.training_completed(completed, fulfilled))
    return enrolment
