"""Takes a passed training into the learning hours and the profile of the person."""

from datetime import datetime

from sqlalchemy.orm import Session

from employee_service.domain.learning import Training
from employee_service.persistence import profiles
from employee_service.usecases.record_evidence import record_evidence


def record_training(session: Session, *, training: Training, reported_at: datetime, at: datetime) -> None:
    """Count the hours once per enrolment, and take the reached level as evidence.

    A person or a competency that is not known here is no refusal: what was learnt is kept.
    """
    if not profiles.add_training(session, training):
        return
    evidence = training.evidence(reported_at=reported_at)
    if evidence is not None:
        record_evidence(session, employee_id=training.employee_id, evidence=[evidence], at=at)
