"""Takes up a published index: keeps it, asks for improvements, identifies training needs."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.events.flow import current_flow
from asn_chassis.ids import new_id
from evaluation_service.domain.finding import ImprovementFinding, OpenFinding, ServiceImprovement, TrainingFinding
from evaluation_service.domain.service_index import PublishedIndex
from evaluation_service.events import published
from evaluation_service.persistence import findings, locks, service_indices, training_needs
from evaluation_service.policies import service_improvement, training_need
from evaluation_service.policies.development_rules import DevelopmentRules, rules_on
from evaluation_service.usecases.meet_findings import meet_findings


def take_up_index(session: Session, index: PublishedIndex, *, version: int, at: datetime) -> None:
    """Decide what the index asks of its unit; nothing happens when this or a newer version is known."""
    # Whoever joins the unit at the same moment waits, and then finds the findings.
    locks.hold(session, [index.unit_id])
    if not service_indices.keep_published(session, index, version=version, at=at):
        return
    rules = rules_on(index.published_at.date())
    improvements = [_improvement(index, found, at) for found in service_improvement.from_index(index, rules=rules)]
    for asked in findings.add_new_improvements(session, improvements):
        outbox.record(session, published.service_improvement_requested(asked))
    open_findings = [_open(index, found, rules) for found in training_need.from_index(index, rules=rules)]
    findings.keep_findings(session, open_findings)
    meet_findings(session, training_needs.unmet_by_index(session, index.survey_id), at=at)


def _open(index: PublishedIndex, found: TrainingFinding, rules: DevelopmentRules) -> OpenFinding:
    return OpenFinding(
        survey_id=index.survey_id,
        competency_code=found.competency_code,
        unit_id=index.unit_id,
        period=index.period,
        element=found.element,
        priority=found.priority,
        rule_version=found.rule_version,
        reasons=found.reasons,
        inputs=found.inputs,
        open_until=index.published_at + timedelta(days=rules.finding_open_days),
        correlation_id=current_flow().correlation_id,
    )


def _improvement(index: PublishedIndex, found: ImprovementFinding, at: datetime) -> ServiceImprovement:
    return ServiceImprovement(
        id=new_id(),
        unit_id=index.unit_id,
        service_id=index.service_id,
        survey_id=index.survey_id,
        element=found.element,
        value=found.value,
        mutu=found.mutu,
        action=found.action,
        rule_version=found.rule_version,
        reasons=found.reasons,
        inputs=found.inputs,
        requested_at=at,
        correlation_id=current_flow().correlation_id,
    )
