"""Revises the draft of an evaluation."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_chassis.database.reach import unbounded
from evaluation_service.domain.evaluation import Evaluation, check_assessment
from evaluation_service.persistence import evaluations
from evaluation_service.usecases.open_evaluation import check_assessor, check_levels


def revise_evaluation(
    session: Session, *, evaluation_id: UUID, changes: Mapping[str, Any], versions: rows.Versions
) -> Evaluation:
    """Give the draft the `assessor_id`, the ratings, the `discipline` or the `assessed` levels that `changes` has.

    The post that it is judged by stays. Nobody is told: a draft is nobody's business until it is finalised. Raises
    EvaluationNotFound, VersionStale, EvaluationAlreadyFinalised, EvaluationWithdrawn, UnknownAssessor,
    AssessorIsEmployee, UnknownCompetency, CompetencyAssessedTwice.
    """
    evaluation = evaluations.get(session, evaluation_id, lock=True)
    evaluation.require_draft()
    revised = dict(changes)
    if "assessor_id" in revised:
        with unbounded(session):
            check_assessor(session, revised["assessor_id"])
    if "assessed" in revised:
        revised["assessed"] = check_levels(session, revised["assessed"])
    assessor_id = revised.get("assessor_id", evaluation.assessor_id)
    check_assessment(evaluation.employee_id, assessor_id, revised.get("assessed", ()))
    rows.change(evaluation, revised, versions=versions)
    return evaluation
