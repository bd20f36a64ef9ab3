"""/v1/evaluations: drafts, and their finalisation."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import fields as plain

from asn_chassis.clock import now
from asn_chassis.rows import Versions
from asn_chassis.web import (
    Blueprint,
    DecisionView,
    Schema,
    View,
    WithdrawalRequest,
    etag,
    fields,
    pagination,
    transaction,
)
from asn_kernel.codes import Discipline, Expectation, Predicate
from evaluation_service.api import shared_fields
from evaluation_service.domain.evaluation import Evaluation, EvaluationState
from evaluation_service.persistence import evaluations
from evaluation_service.usecases.finalise_evaluation import finalise_evaluation
from evaluation_service.usecases.open_evaluation import open_evaluation
from evaluation_service.usecases.revise_evaluation import revise_evaluation
from evaluation_service.usecases.withdraw_evaluation import withdraw_evaluation

blueprint = Blueprint(
    "evaluations", __name__, url_prefix="/v1", description="Periodic evaluations (PermenPANRB 6/2022)."
)


class AssessedLevelRequest(Schema):
    """The level found in one competency."""

    competency_code = shared_fields.competency_code(required=True)
    level = shared_fields.level(required=True)


class OpenEvaluationRequest(Schema):
    """An evaluation of one employee in one period that has begun."""

    employee_id = fields.UUID(required=True)
    assessor_id = fields.UUID(required=True, metadata={"description": "The employee who assesses; somebody else"})
    period = fields.Period(required=True)
    work_result = fields.Enum(Expectation, required=True)
    behaviour = fields.Enum(Expectation, required=True)
    discipline = fields.Enum(
        Discipline, required=True, metadata={"description": "Heaviest penalty in force or in process (PP 94/2021)"}
    )
    assessed = fields.List(fields.Nested(AssessedLevelRequest), load_default=list)


class ReviseEvaluationRequest(Schema):
    """What is different about a draft; `assessed` replaces all levels."""

    assessor_id = fields.UUID(metadata={"description": "The employee who assesses; somebody else"})
    work_result = fields.Enum(Expectation)
    behaviour = fields.Enum(Expectation)
    discipline = fields.Enum(
        Discipline, metadata={"description": "Heaviest penalty in force or in process (PP 94/2021)"}
    )
    assessed = fields.List(fields.Nested(AssessedLevelRequest))


class AssessedLevelView(View):
    """The level found in one competency."""

    competency_code = shared_fields.competency_code(required=True)
    level = shared_fields.level(required=True)


class EvaluationView(View):
    """An evaluation. Position, unit, standard and services are those of the day it is judged on."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    assessor_id = fields.UUID(required=True)
    period = fields.Period(required=True)
    position_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    standard = plain.Dict(required=True, metadata={"description": "Level that the position asks for, by competency"})
    serves_public = fields.Boolean(required=True)
    work_result = fields.Enum(Expectation, required=True)
    behaviour = fields.Enum(Expectation, required=True)
    discipline = plain.Method(
        "visible_discipline",
        required=True,
        metadata={"type": ["string", "null"], "description": "Null without the scope evaluation:write"},
    )
    assessed = fields.List(fields.Nested(AssessedLevelView), required=True)
    state = fields.Enum(EvaluationState, required=True)
    predicate = fields.Enum(Predicate, required=True, allow_none=True)
    decision = fields.Nested(
        DecisionView, required=True, allow_none=True, metadata={"description": "How the predicate was found"}
    )
    created_at = fields.DateTime(required=True)
    finalised_at = fields.DateTime(required=True, allow_none=True)
    withdrawn_at = fields.DateTime(required=True, allow_none=True, metadata={"description": "Null unless withdrawn"})
    withdrawal_reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)

    def visible_discipline(self, evaluation: Evaluation) -> str | None:
        """Return what is on record about discipline to those who may see it."""
        return evaluation.discipline.value if shared_fields.sees_discipline() else None


@blueprint.post("/evaluations", scope="evaluation:write", idempotency="required")
@blueprint.arguments(OpenEvaluationRequest)
@blueprint.response(201, EvaluationView)
def open_(body: dict[str, Any]) -> tuple[Evaluation, dict[str, str]]:
    """Open the evaluation of an employee for a period; there is one per employee and period, beside those withdrawn.

    It is judged by the post on the last day of the period, or today while the period lasts.
    """
    with transaction() as session:
        evaluation = open_evaluation(session, **body, at=now())
    return evaluation, {"Location": url_for(".read", evaluation_id=evaluation.id), **etag(evaluation.version)}


class EvaluationQuery(pagination.PageQuery):
    """Which evaluations."""

    employee_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    period = fields.Period(load_default=None)
    state = fields.Enum(EvaluationState, load_default=None)
    subtree = pagination.Subtree()
    sort = pagination.Sort(evaluations.SORTS)
    shown = pagination.Shown(EvaluationView)


@blueprint.get("/evaluations", scope="evaluation:read")
@blueprint.arguments(EvaluationQuery, location="query")
@blueprint.response(200, pagination.page_view(EvaluationView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List evaluations."""
    with transaction() as session:
        statement = evaluations.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=evaluations.SORTS, query=query)


@blueprint.get("/evaluations/<uuid:evaluation_id>", scope="evaluation:read")
@blueprint.response(200, EvaluationView)
def read(evaluation_id: UUID) -> tuple[Evaluation, dict[str, str]]:
    """Read one evaluation."""
    with transaction() as session:
        evaluation = evaluations.get(session, evaluation_id)
    return evaluation, etag(evaluation.version)


@blueprint.patch("/evaluations/<uuid:evaluation_id>", scope="evaluation:write", idempotency="optional")
@blueprint.merge_patch(ReviseEvaluationRequest)
@blueprint.response(200, EvaluationView)
def change(changes: dict[str, Any], evaluation_id: UUID, versions: Versions) -> tuple[Evaluation, dict[str, str]]:
    """Revise the draft of an evaluation; the post that it is judged by stays."""
    with transaction() as session:
        evaluation = revise_evaluation(session, evaluation_id=evaluation_id, changes=changes, versions=versions)
    return evaluation, etag(evaluation.version)


@blueprint.post("/evaluations/<uuid:evaluation_id>/finalisation", scope="evaluation:write", idempotency="required")
@blueprint.response(201, EvaluationView)
def finalise(evaluation_id: UUID) -> tuple[Evaluation, dict[str, str]]:
    """Finalise an evaluation, once and for ever; the request has no body.

    Its training needs and its incentive are decided in the same moment.
    """
    with transaction() as session:
        evaluation = finalise_evaluation(session, evaluation_id=evaluation_id, at=now())
    return evaluation, {"Location": url_for(".read", evaluation_id=evaluation.id)}


@blueprint.post(
    "/evaluations/<uuid:evaluation_id>/withdrawal", scope="evaluation:write", idempotency="required", conditional=True
)
@blueprint.arguments(WithdrawalRequest)
@blueprint.response(201, EvaluationView)
def withdraw(body: dict[str, Any], evaluation_id: UUID, versions: Versions) -> tuple[Evaluation, dict[str, str]]:
    """Withdraw a draft for good; employee and period may have another."""
    with transaction() as session:
        evaluation = withdraw_evaluation(session, evaluation_id=evaluation_id, versions=versions, at=now(), **body)
    return evaluation, {"Location": url_for(".read", evaluation_id=evaluation.id), **etag(evaluation.version)}
