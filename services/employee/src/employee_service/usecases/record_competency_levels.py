"""Takes the levels that a finalised evaluation found into the profile of the employee."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import outbox
from employee_service.domain.profile import Evidence, EvidenceKind
from employee_service.events import published
from employee_service.persistence import competencies, employees


def record_competency_levels(
    session: Session,
    *,
    employee_id: UUID,
    evaluation_id: UUID,
    levels: Mapping[str, int],
    assessed_at: datetime,
    now: datetime,
) -> None:
    """Record each assessed level once per evaluation, under the employee's row lock.

    Publishes the levels that changed. Raises EmployeeNotFound, UnknownCompetency, LevelOutOfRange.
    """
    employee = employees.get(session, employee_id, lock=True)
    competencies.require_all(session, levels)
    for code, level in sorted(levels.items()):
        evidence = Evidence(evaluation_id, code, EvidenceKind.ASSESSMENT, level, assessed_at)
        fact = employee.record_evidence(evidence)
        if fact is not None:
            outbox.record(session, published.competency_level_recorded(fact, at=now))
