"""Identifies training needs, and ends those that rest on nothing any more.

Everything is decided from all that is known by now, on the day that counts, so that the order in which the facts
become known changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.regulations import regulations_of
from evaluation_service.domain.evaluation import Evaluation
from evaluation_service.domain.training_need import Appraisal, CauseKind, NeedCause, NeedFacts
from evaluation_service.persistence import competencies, evaluations, findings, staff, training_needs
from evaluation_service.persistence.findings import Concerned
from evaluation_service.policies import training_need
from evaluation_service.policies.regulations import Regulations
from evaluation_service.usecases.settle_needs import Call, settle_needs


def identify_needs_of_evaluations(session: Session, finalised: Sequence[Evaluation], *, at: datetime) -> None:
    """Decide what each finalised evaluation asks of the person evaluated; the caller holds the decisions."""
    calls = [call for evaluation in finalised for call in _calls_of_evaluation(session, evaluation)]
    standing = [need for evaluation in finalised for need in training_needs.open_by_cause(session, evaluation.id)]
    settle_needs(session, calls, standing, at=at)


def identify_needs_of_index(session: Session, survey_id: UUID, *, at: datetime) -> None:
    """Decide what the findings of a survey ask of everybody concerned; the caller holds the decisions."""
    calls = _calls_of_findings(session, findings.concerned_by(session, survey_id))
    settle_needs(session, calls, training_needs.open_by_cause(session, survey_id), at=at)


def identify_needs_of_people(session: Session, employee_ids: Collection[UUID], *, at: datetime) -> None:
    """Decide again what findings and evaluations ask of these people; the caller holds the decisions."""
    if not employee_ids:
        return
    calls = _calls_of_findings(session, findings.concerning(session, employee_ids))
    settle_needs(session, calls, training_needs.open_from_indices(session, employee_ids), at=at)
    finalised = [each for employee_id in employee_ids for each in evaluations.finalised_of(session, employee_id)]
    identify_needs_of_evaluations(session, finalised, at=at)


def _calls_of_evaluation(session: Session, evaluation: Evaluation) -> Iterable[Call]:
    rules = regulations_of(session, Regulations)
    rule = rules.development.in_force(evaluation.period.end)
    bands = rules.gap_classes.in_force(evaluation.period.end)
    predicate, moment = evaluation.predicate, evaluation.finalised_at
    assert predicate is not None and moment is not None  # noqa: S101, PT018 -- it is finalised
    assessed, labels = evaluation.assessed_levels, competencies.labels(session)
    codes = training_need.codes_of(frozenset(assessed), rule.values.coaching_for(predicate))
    histories = staff.levels_of(session, [(evaluation.employee_id, code) for code in codes])
    for code in codes:
        history = histories[evaluation.employee_id, code]
        facts = NeedFacts(
            competency=labels[code],
            recorded_level=history.at(moment),
            required_level=evaluation.standard.get(code),
            appraisal=Appraisal(
                evaluation.period, evaluation.work_result, evaluation.behaviour, predicate, assessed.get(code)
            ),
            finding=None,
            gap_classes=bands.values.classes,
            gap_classes_version=bands.version,
        )
        yield Call(
            employee_id=evaluation.employee_id,
            unit_id=evaluation.unit_id,
            cause=NeedCause(CauseKind.EVALUATION, evaluation.id, evaluation.period),
            decision=training_need.decide(facts, rule),
            correlation_id=evaluation.correlation_id or "",
            reached=history.best_after(moment),
        )


def _calls_of_findings(session: Session, concerned: Sequence[Concerned]) -> list[Call]:
    rules, labels = regulations_of(session, Regulations), competencies.labels(session)
    histories = staff.levels_of(session, {(each.employee_id, each.finding.competency_code) for each in concerned})
    calls = []
    for each in concerned:
        found = each.finding
        history = histories[each.employee_id, found.competency_code]
        bands = rules.gap_classes.in_force(found.period.end)
        facts = NeedFacts(
            competency=labels[found.competency_code],
            recorded_level=history.at(found.moment),
            required_level=each.required_level,
            appraisal=None,
            finding=found.finding,
            gap_classes=bands.values.classes,
            gap_classes_version=bands.version,
        )
        calls.append(
            Call(
                employee_id=each.employee_id,
                unit_id=each.unit_id,
                cause=NeedCause(CauseKind.SATISFACTION_INDEX, found.survey_id, found.period, found.finding.worst),
                decision=training_need.decide(facts, rules.development.in_force(found.period.end)),
                correlation_id=found.correlation_id,
                reached=history.best_after(found.moment),
            )
        )
    return calls
