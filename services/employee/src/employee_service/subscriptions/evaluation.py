"""What the evaluation service publishes: levels that an evaluation found."""

from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.events.event import Event
from asn_chassis.events.reading import read
from asn_kernel.business_day import known_day
from asn_kernel.codes import EvidenceKind
from employee_service.domain.profile import Evidence
from employee_service.subscriptions.bounds import CompetencyCode, Instant, Level
from employee_service.usecases.record_evidence import record_evidence


class AssessedLevel(msgspec.Struct):
    """One level that an evaluation found."""

    competency_code: CompetencyCode
    level: Level


class EvaluationFinalised(msgspec.Struct):
    """The fields of evaluation-finalised that matter here."""

    evaluation_id: UUID
    employee_id: UUID
    finalised_at: Instant
    assessed: list[AssessedLevel] = []

    def __post_init__(self) -> None:
        """Check what the types cannot say; ValueError."""
        if not known_day(self.finalised_at.date()):
            raise ValueError("finalised_at lies outside the days that are known")


def on_evaluation_finalised(session: Session, event: Event) -> None:
    """Take the assessed levels into the profile."""
    fact = read(event, EvaluationFinalised)
    levels = {assessed.competency_code: assessed.level for assessed in fact.assessed}
    evidence = [
        Evidence(fact.employee_id, fact.evaluation_id, code, EvidenceKind.ASSESSMENT, level, fact.finalised_at)
        for code, level in sorted(levels.items())
    ]
    record_evidence(session, employee_id=fact.employee_id, evidence=evidence, at=now())
