"""Adds a competency to the dictionary."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis.ids import new_id
from employee_service.domain.competency import Competency, CompetencyKind
from employee_service.persistence import competencies


def register_competency(
    session: Session, *, code: str, name: str, kind: CompetencyKind, source: str, now: datetime
) -> Competency:
    """Add a competency, as a rule a technical one; raises DuplicateCompetencyCode.

    Nobody else keeps the dictionary, so there is no event.
    """
    competency = Competency(new_id(), code, name, kind, source, created_at=now)
    competencies.add(session, competency)
    return competency
