"""Turns facts of the evaluation service into events."""

from typing import Any

from asn_chassis.events.event import Event
from evaluation_service.domain.evaluation import EvaluationFinalised
from evaluation_service.domain.finding import ServiceImprovement
from evaluation_service.domain.incentive import Incentive, IncentiveDecision, Outcome
from evaluation_service.domain.reasons import Reason
from evaluation_service.domain.training_need import TrainingNeed, TrainingNeedConfirmed

EVALUATION_FINALISED = "asn.evaluation.evaluation-finalised.v1"
TRAINING_NEED_IDENTIFIED = "asn.evaluation.training-need-identified.v1"
TRAINING_NEED_CONFIRMED = "asn.evaluation.training-need-confirmed.v1"
SERVICE_IMPROVEMENT_REQUESTED = "asn.evaluation.service-improvement-requested.v1"
INCENTIVE_DECIDED = {
    Outcome.RECOMMENDED: "asn.evaluation.incentive-recommended.v1",
    Outcome.DEFERRED: "asn.evaluation.incentive-deferred.v1",
    Outcome.WITHHELD: "asn.evaluation.incentive-withheld.v1",
}


def evaluation_finalised(fact: EvaluationFinalised) -> Event:
    """Tell that an evaluation is final; the discipline record stays at home."""
    return Event.of(
        EVALUATION_FINALISED,
        subject=f"evaluations/{fact.evaluation_id}",
        key=fact.employee_id,
        version=fact.version,
        at=fact.finalised_at,
        classification="personal",
        data={
            "evaluation_id": fact.evaluation_id,
            "employee_id": fact.employee_id,
            "unit_id": fact.unit_id,
            "period": fact.period,
            "work_result": fact.work_result,
            "behaviour": fact.behaviour,
            "predicate": fact.predicate,
            "assessed": [{"competency_code": code, "level": level} for code, level in fact.assessed_levels.items()],
            "finalised_at": fact.finalised_at,
        },
    )


def training_need_identified(need: TrainingNeed) -> Event:
    """Tell that a training need came into being."""
    return Event.of(
        TRAINING_NEED_IDENTIFIED,
        subject=f"training-needs/{need.id}",
        key=need.employee_id,
        version=need.version,
        at=need.identified_at,
        classification="personal",
        data={
            "need_id": need.id,
            "employee_id": need.employee_id,
            "unit_id": need.unit_id,
            "competency_code": need.competency_code,
            "current_level": need.current_level,
            "target_level": need.target_level,
            "gap": need.gap,
            "gap_class": need.gap_class,
            "priority": need.priority,
            "confirmation_required": need.confirmation_required,
            "cause": {
                "kind": need.cause_kind,
                "id": need.cause_id,
                "element": need.cause_element,
                "period": need.cause_period,
            },
            "rule_version": need.rule_version,
            "reasons": _reasons(need.reasons),
            "identified_at": need.identified_at,
        },
    )


def training_need_confirmed(fact: TrainingNeedConfirmed) -> Event:
    """Tell that a manager confirmed a proposed need."""
    return Event.of(
        TRAINING_NEED_CONFIRMED,
        subject=f"training-needs/{fact.need_id}",
        key=fact.employee_id,
        version=fact.version,
        at=fact.confirmed_at,
        classification="personal",
        data={"need_id": fact.need_id, "employee_id": fact.employee_id, "confirmed_at": fact.confirmed_at},
    )


def incentive_decided(incentive: Incentive, decision: IncentiveDecision) -> Event:
    """Tell that an incentive was recommended, deferred or withheld."""
    return Event.of(
        INCENTIVE_DECIDED[decision.outcome],
        subject=f"incentives/{incentive.id}",
        key=incentive.employee_id,
        version=decision.version,
        at=decision.decided_at,
        classification="personal",
        data={
            "incentive_id": incentive.id,
            "evaluation_id": incentive.evaluation_id,
            "employee_id": incentive.employee_id,
            "unit_id": incentive.unit_id,
            "period": incentive.period,
            "kind": decision.kind,
            "rule_version": decision.rule_version,
            "reasons": _reasons(decision.reasons),
            "decided_at": decision.decided_at,
        },
    )


def service_improvement_requested(asked: ServiceImprovement) -> Event:
    """Tell that a unit is asked to improve one element of a service."""
    return Event.of(
        SERVICE_IMPROVEMENT_REQUESTED,
        subject=f"service-improvements/{asked.id}",
        key=asked.unit_id,
        version=asked.version,
        at=asked.requested_at,
        classification="internal",
        data={
            "improvement_id": asked.id,
            "unit_id": asked.unit_id,
            "service_id": asked.service_id,
            "survey_id": asked.survey_id,
            "element": asked.element,
            "value": asked.value,
            "mutu": asked.mutu,
            "action": asked.action,
            "reasons": _reasons(asked.reasons),
            "rule_version": asked.rule_version,
            "requested_at": asked.requested_at,
        },
    )


def _reasons(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    return [reason.as_data() for reason in reasons]
