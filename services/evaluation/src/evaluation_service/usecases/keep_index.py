"""Keeps the published index of a survey and decides what it asks of the unit and of its people."""

from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.events.flow import current_flow
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.business_day import business_day
from asn_kernel.rule import NoRuleInForce
from evaluation_service.domain.finding import ImprovementDecision, OpenFinding, ServiceImprovement, TrainingFinding
from evaluation_service.domain.survey import PublishedIndex
from evaluation_service.events import facts
from evaluation_service.persistence import decisions, findings, surveys
from evaluation_service.policies import low_elements, service_improvement
from evaluation_service.policies.regulations import Regulations
from evaluation_service.usecases.identify_needs import identify_needs_of_index


def keep_index(session: Session, index: PublishedIndex, *, at: datetime) -> None:
    """Keep the index and act on it; nothing happens when this or a newer version is known."""
    decisions.hold(session)
    if not surveys.keep_indices(session, [index]):
        return
    try:
        rule = regulations_of(session, Regulations).development.in_force(index.period.end)
    except NoRuleInForce:
        return  # nobody decides by a rule that did not exist
    requested = [_improvement(index, decision, at) for decision in service_improvement.from_index(index, rule)]
    for improvement in findings.add_new_improvements(session, requested):
        outbox.record(session, facts.service_improvement_requested(improvement))
    found = [_open(index, finding) for finding in low_elements.findings(index, rule.values)]
    findings.replace_findings(session, index.survey_id, found)
    identify_needs_of_index(session, index.survey_id, at=at)


def _open(index: PublishedIndex, finding: TrainingFinding) -> OpenFinding:
    return OpenFinding(
        survey_id=index.survey_id,
        competency_code=finding.competency_code,
        service_id=index.service_id,
        period=index.period,
        day=min(index.period.end, business_day(index.published_at)),
        moment=index.published_at,
        finding=finding,
        correlation_id=current_flow().correlation_id,
    )


def _improvement(index: PublishedIndex, decision: ImprovementDecision, at: datetime) -> ServiceImprovement:
    assert decision.outcome is not None  # noqa: S101 -- `from_index` keeps no other
    return ServiceImprovement(
        id=new_id(),
        unit_id=index.unit_id,
        service_id=index.service_id,
        survey_id=index.survey_id,
        element=decision.inputs.low.element,
        action=decision.outcome,
        decision=decision,
        requested_at=at,
        correlation_id=current_flow().correlation_id,
    )
