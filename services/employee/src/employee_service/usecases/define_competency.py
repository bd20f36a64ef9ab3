"""Adds a competency to the dictionary."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.ids import new_id
from asn_kernel.codes import CompetencyKind
from employee_service.domain.competency import Competency
from employee_service.events import facts
from employee_service.persistence import competencies


def define_competency(
    session: Session, *, code: str, name: str, kind: CompetencyKind, source: str, at: datetime
) -> Competency:
    """Add a competency, as a rule a technical one; raises DuplicateCompetencyCode."""
    competency = Competency(new_id(), code, name, kind, source, created_at=at)
    competencies.add_new(session, competency)
    outbox.record(session, facts.competency_defined(competency, at=at))
    return competency
