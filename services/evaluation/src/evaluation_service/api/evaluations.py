"""/v1/evaluations: drafts, and their finalisation."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from evaluation_service.api import forms
from evaluation_service.domain.evaluation import Evaluation, EvaluationState
from evaluation_service.domain.scales import Discipline, Expectation, Predicate
from evaluation_service.persistence import evaluations
from evaluation_service.persistence.tables import evaluations as table
from evaluation_service.usecases.finalise_evaluation import finalise_evaluation
from evaluation_service.usecases.open_evaluation import open_evaluation

blueprint = Blueprint(
    "evaluations", __name__, url_prefix="/v1", description="Periodic evaluations (PermenPANRB 6/2022)."
)


class AssessedLevelRequest(Schema):
    """The level found in one competency."""

    competency_code = forms.competency_code(required=True)
    level = forms.level(required=True)


class OpenEvaluationRequest(Schema):
    """An evaluation of one employee in one period."""

    employee_id = fields.UUID(required=True)
    period = forms.period(required=True)
    work_result = fields.Enum(Expectation, required=True)
    behaviour = fields.Enum(Expectation, required=True)
    discipline = fields.Enum(
        Discipline, required=True, metadata={"description": "Heaviest penalty in force or in process (PP 94/2021)"}
    )
    assessed = fields.List(fields.Nested(AssessedLevelRequest), load_default=list)
    assessor_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "The employee who assesses"})


class EvaluationQuery(pagination.PageQuery):
    """Which evaluations."""

    employee_id = fields.UUID(load_default=None)
    period = forms.period(load_default=None)


class AssessedLevelView(View):
    """The level found in one competency."""

    competency_code = forms.competency_code(required=True)
    level = forms.level(required=True)


class EvaluationView(View):
    """An evaluation."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True, metadata={"description": "The employee's unit when it was opened"})
    period = forms.period(required=True)
    work_result = fields.Enum(Expectation, required=True)
    behaviour = fields.Enum(Expectation, required=True)
    discipline = fields.Enum(Discipline, required=True)
    assessed = fields.List(fields.Nested(AssessedLevelView), required=True)
    assessor_id = fields.UUID(required=True, allow_none=True)
    state = fields.Enum(EvaluationState, required=True)
    predicate = fields.Enum(Predicate, required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    finalised_at = fields.DateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


@blueprint.post("/evaluations", scope="evaluation:write", idempotency="required")
@blueprint.arguments(OpenEvaluationRequest)
@blueprint.response(201, EvaluationView)
def open_(body: dict[str, Any]) -> tuple[Evaluation, dict[str, str]]:
    """Open the evaluation of an employee for a period; there is one per employee and period."""
    with transaction() as session:
        evaluation = open_evaluation(session, **body, at=now())
    return evaluation, {"Location": url_for(".read", evaluation_id=evaluation.id)}


@blueprint.get("/evaluations", scope="evaluation:read")
@blueprint.arguments(EvaluationQuery, location="query")
@blueprint.response(200, pagination.page_view(EvaluationView))
def list_evaluations(query: dict[str, Any]) -> pagination.Page:
    """List evaluations."""
    with transaction() as session:
        statement = evaluations.listed(employee_id=query["employee_id"], period=query["period"])
        return pagination.page(session, statement, keys=[table.c.created_at, table.c.id], query=query)


@blueprint.get("/evaluations/<uuid:evaluation_id>", scope="evaluation:read")
@blueprint.response(200, EvaluationView)
def read(evaluation_id: UUID) -> Evaluation:
    """Read one evaluation."""
    with transaction() as session:
        return evaluations.get(session, evaluation_id)


@blueprint.post("/evaluations/<uuid:evaluation_id>/finalisation", scope="evaluation:write", idempotency="required")
@blueprint.response(201, EvaluationView)
def finalise(evaluation_id: UUID) -> tuple[Evaluation, dict[str, str]]:
    """Finalise an evaluation, once and for ever; the request has no body.

    Its training needs and its incentive are decided in the same moment.
    """
    with transaction() as session:
        evaluation = finalise_evaluation(session, evaluation_id=evaluation_id, at=now())
    return evaluation, {"Location": url_for(".read", evaluation_id=evaluation.id)}
