"""Rows of competency profiles: evidence, and the trainings with their hours."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from asn_chassis import rows
from employee_service.domain.learning import Training
from employee_service.domain.profile import CompetencyProfile, Evidence
from employee_service.persistence.tables.profiles import evidence, trainings


def get(session: Session, employee_id: UUID) -> CompetencyProfile:
    """Return the profile of the person; empty where there is no evidence."""
    known = select(Evidence).where(evidence.c.employee_id == employee_id)
    return CompetencyProfile(employee_id, list(session.scalars(known)))


def add_new(session: Session, observations: Sequence[Evidence]) -> list[Evidence]:
    """Insert the evidence that was not there before; return exactly that."""
    return rows.add_new(session, evidence, observations)


def add_training(session: Session, training: Training) -> bool:
    """Insert the training, once per enrolment; tell whether it was new."""
    return bool(rows.add_new(session, trainings, [training]))


def trainings_until(session: Session, employee_id: UUID, day: date) -> Sequence[Training]:
    """Return the trainings that the person had finished by the end of the day."""
    finished = trainings.c.completed_date <= day
    return session.scalars(select(Training).where(trainings.c.employee_id == employee_id, finished)).all()
