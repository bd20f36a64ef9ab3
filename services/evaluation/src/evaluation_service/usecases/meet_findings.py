"""Turns open findings into training needs for people who serve in the unit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from asn_chassis import outbox
from asn_chassis.events.flow import current_flow, flow
from asn_chassis.ids import new_id
from evaluation_service.domain.training_need import CauseKind, NeedCause, TrainingNeed
from evaluation_service.events import published
from evaluation_service.persistence import training_needs
from evaluation_service.persistence.training_needs import Unmet
from evaluation_service.policies.development_rules import rules_named
from evaluation_service.policies.training_need import for_employee


def meet_findings(session: Session, unmet: Sequence[Unmet], *, at: datetime) -> None:
    """Identify the needs that nobody has identified yet, by the rules that made the findings.

    The caller holds the lock of the unit.
    """
    needs = [_need(each, at) for each in unmet]
    for need in training_needs.add_new(session, needs):
        # A need belongs to the flow of its index, even when the person came to the unit later.
        with flow(replace(current_flow(), correlation_id=need.correlation_id)):
            outbox.record(session, published.training_need_identified(need))


def _need(unmet: Unmet, at: datetime) -> TrainingNeed:
    finding = unmet.finding
    decision = for_employee(
        finding.finding,
        current=unmet.current_level,
        required=unmet.required_level,
        rules=rules_named(finding.rule_version),
    )
    return TrainingNeed.identify(
        new_id(),
        decision,
        employee_id=unmet.employee_id,
        unit_id=unmet.unit_id,
        cause=NeedCause(CauseKind.SATISFACTION_INDEX, finding.survey_id, finding.period, finding.element),
        correlation_id=finding.correlation_id,
        at=at,
    )
