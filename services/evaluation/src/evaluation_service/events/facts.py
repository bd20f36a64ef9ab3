"""Turns facts of the evaluation service into events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn_chassis.events.event import Event
from asn_kernel.decision import plain
from asn_kernel.reason import Reason
from evaluation_service.domain.evaluation import Evaluation
from evaluation_service.domain.finding import ServiceImprovement
from evaluation_service.domain.incentive import Incentive, IncentiveOutcome, IncentiveVersion
from evaluation_service.domain.training_need import TrainingNeed
from evaluation_service.policies.confidentiality import shareable_reasons

EVALUATION_FINALISED = "asn.evaluation.evaluation-finalised.v1"
TRAINING_NEED_IDENTIFIED = "asn.evaluation.training-need-identified.v1"
TRAINING_NEED_CONFIRMED = "asn.evaluation.training-need-confirmed.v1"
TRAINING_NEED_WITHDRAWN = "asn.evaluation.training-need-withdrawn.v1"
TRAINING_NEED_MET = "asn.evaluation.training-need-met.v1"
SERVICE_IMPROVEMENT_REQUESTED = "asn.evaluation.service-improvement-requested.v1"
INCENTIVE_DECIDED = {
    IncentiveOutcome.RECOMMENDED: "asn.evaluation.incentive-recommended.v1",
    IncentiveOutcome.DEFERRED: "asn.evaluation.incentive-deferred.v1",
    IncentiveOutcome.WITHHELD: "asn.evaluation.incentive-withheld.v1",
}


def evaluation_finalised(evaluation: Evaluation) -> Event:
    """Say that an evaluation is final; the discipline record stays at home."""
    at = evaluation.finalised_at
    assert at is not None  # noqa: S101 -- this is the fact that it became final
    return Event.of(
        EVALUATION_FINALISED,
        subject=f"evaluations/{evaluation.id}",
        key=evaluation.employee_id,
        version=evaluation.version,
        at=at,
        classification="personal",
        data={
            "evaluation_id": evaluation.id,
            "employee_id": evaluation.employee_id,
            "unit_id": evaluation.unit_id,
            "position_id": evaluation.position_id,
            "period": str(evaluation.period),
            "work_result": evaluation.work_result,
            "behaviour": evaluation.behaviour,
            "predicate": evaluation.predicate,
            "assessed": plain(evaluation.assessed),
            "finalised_at": at,
        },
    )


def training_need_identified(need: TrainingNeed) -> Event:
    """Say that somebody should learn something."""
    outcome, cause = need.outcome, need.cause
    data = {
        "competency_code": need.competency_code,
        "current_level": outcome.current_level,
        "target_level": outcome.target_level,
        "gap": outcome.gap,
        "gap_class": outcome.gap_class,
        "priority": outcome.priority,
        "confirmation_required": outcome.confirmation_required,
        "cause": {"kind": cause.kind, "id": cause.id, "element": cause.element, "period": str(cause.period)},
        "rule_version": need.decision.rule_version,
        "reasons": plain(need.decision.reasons),
        "identified_at": need.identified_at,
    }
    return _of_need(TRAINING_NEED_IDENTIFIED, need, need.identified_at, data)


def training_need_confirmed(need: TrainingNeed, *, at: datetime) -> Event:
    """Say that a manager confirmed a proposed need."""
    return _of_need(TRAINING_NEED_CONFIRMED, need, at, {"confirmed_at": at})


def training_need_withdrawn(need: TrainingNeed, reasons: Sequence[Reason], *, at: datetime) -> Event:
    """Say that nobody asks for this need any more, and why."""
    return _of_need(TRAINING_NEED_WITHDRAWN, need, at, {"reasons": plain(reasons), "withdrawn_at": at})


def training_need_met(need: TrainingNeed, *, level: int, at: datetime) -> Event:
    """Say that a recorded level, 1 to 5, reaches the target."""
    return _of_need(TRAINING_NEED_MET, need, at, {"level": level, "met_at": at})


def incentive_decided(incentive: Incentive, decided: IncentiveVersion) -> Event:
    """Say that an incentive was recommended, deferred or withheld; discipline stays at home."""
    decision, award = decided.decision, decided.award
    return Event.of(
        INCENTIVE_DECIDED[award.outcome],
        subject=f"incentives/{incentive.id}",
        key=incentive.employee_id,
        version=decided.version,
        at=decided.decided_at,
        classification="personal",
        data={
            "incentive_id": incentive.id,
            "evaluation_id": incentive.evaluation_id,
            "employee_id": incentive.employee_id,
            "unit_id": incentive.unit_id,
            "period": str(incentive.period),
            "kind": award.kind,
            "rule_version": decision.rule_version,
            "reasons": plain(shareable_reasons(decision)),
            "decided_at": decided.decided_at,
        },
    )


def service_improvement_requested(requested: ServiceImprovement) -> Event:
    """Say that a unit is asked to improve one element of a service."""
    return Event.of(
        SERVICE_IMPROVEMENT_REQUESTED,
        subject=f"service-improvements/{requested.id}",
        key=requested.unit_id,
        version=requested.version,
        at=requested.requested_at,
        classification="internal",
        data={
            "improvement_id": requested.id,
            "unit_id": requested.unit_id,
            "service_id": requested.service_id,
            "survey_id": requested.survey_id,
            "element": requested.element,
            "value": requested.value,
            "mutu": requested.mutu,
            "action": requested.action,
            "reasons": plain(requested.decision.reasons),
            "rule_version": requested.decision.rule_version,
            "requested_at": requested.requested_at,
        },
    )


def _of_need(event_type: str, need: TrainingNeed, at: datetime, data: dict[str, Any]) -> Event:
    return Event.of(
        event_type,
        subject=f"training-needs/{need.id}",
        key=need.employee_id,
        version=need.version,
        at=at,
        classification="personal",
        data={"need_id": need.id, "employee_id": need.employee_id, "unit_id": need.unit_id, **data},
    )
