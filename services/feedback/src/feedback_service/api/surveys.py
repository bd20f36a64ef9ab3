"""/v1/surveys: satisfaction surveys, opened and closed."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.rows import Versions
from asn_chassis.web import Blueprint, Schema, View, WithdrawalRequest, etag, fields, pagination, transaction
from asn_kernel.codes import Element, IndexRefusal
from feedback_service.api.satisfaction_indices import SatisfactionIndexView
from feedback_service.api.scores import ELEMENT_CODE, MOST_ADDED
from feedback_service.domain.elements import SurveyElement
from feedback_service.domain.survey import Closure, Survey, SurveyState
from feedback_service.persistence import surveys
from feedback_service.usecases.close_survey import close_survey
from feedback_service.usecases.correct_survey import correct_survey
from feedback_service.usecases.open_survey import open_survey
from feedback_service.usecases.withdraw_survey import withdraw_survey

blueprint = Blueprint(
    "surveys", __name__, url_prefix="/v1", description="Satisfaction surveys (SKM, PermenPANRB 14/2017)."
)


class AddedElementRequest(Schema):
    """An element of the unit's own, beside the regulation's."""

    code = fields.Code(ELEMENT_CODE, max=40, required=True, metadata={"examples": ["KEAMANAN"]})
    label_id = fields.String(max=200, required=True, metadata={"examples": ["Keamanan lingkungan"]})
    label_en = fields.String(max=200, required=True, metadata={"examples": ["Safety of the place"]})


class OpenSurveyRequest(Schema):
    """A survey of one public service in one period that has begun."""

    service_id = fields.UUID(required=True)
    period = fields.Period(required=True)
    population = fields.Integer(
        min=1,
        load_default=None,
        allow_none=True,
        metadata={"description": "People served in the period; without it the sample is not judged"},
    )
    elements_left_out = fields.List(
        fields.Enum(Element),
        max=len(Element),
        load_default=list,
        metadata={"description": "Elements of the regulation that do not apply to the service"},
    )
    elements_added = fields.List(
        fields.Nested(AddedElementRequest), max=MOST_ADDED, unique_by="code", load_default=list
    )


class CorrectSurveyRequest(Schema):
    """What is different about an open survey; what answers were given to stays."""

    population = fields.Integer(
        min=1, allow_none=True, metadata={"description": "People served in the period; null: not known"}
    )


class SurveyElementView(View):
    """An element that the survey asks about."""

    code = fields.String(required=True)
    label_id = fields.String(required=True)
    label_en = fields.String(required=True)


class SurveyView(View):
    """A survey."""

    id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    period = fields.Period(required=True)
    period_start = fields.Date(required=True, attribute="period.start")
    period_end = fields.Date(required=True, attribute="period.end")
    population = fields.Integer(required=True, allow_none=True)
    elements = fields.List(fields.Nested(SurveyElementView), required=True)
    state = fields.Enum(SurveyState, required=True)
    outcome = fields.Enum(Closure, required=True, allow_none=True)
    refusal = fields.Enum(IndexRefusal, required=True, allow_none=True)
    opened_at = fields.DateTime(required=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    withdrawn_at = fields.DateTime(required=True, allow_none=True, metadata={"description": "Null unless withdrawn"})
    withdrawal_reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class ClosureView(View):
    """How a survey ended, or that it is held; `index` is null where none is published."""

    survey_id = fields.UUID(required=True, attribute="survey.id")
    state = fields.Enum(SurveyState, required=True, attribute="survey.state")
    outcome = fields.Enum(Closure, required=True, allow_none=True, attribute="survey.outcome")
    closed_at = fields.DateTime(required=True, attribute="survey.closed_at")
    index = fields.Nested(SatisfactionIndexView, required=True, allow_none=True)


@blueprint.post("/surveys", scope="feedback:write", idempotency="required")
@blueprint.arguments(OpenSurveyRequest)
@blueprint.response(201, SurveyView)
def create(body: dict[str, Any]) -> tuple[Survey, dict[str, str]]:
    """Open the survey of a public service for a period; there is one per service and period, beside those withdrawn."""
    added = [SurveyElement(**element) for element in body.pop("elements_added")]
    with transaction() as session:
        survey = open_survey(session, elements_added=added, at=now(), **body)
    return survey, {"Location": url_for(".read", survey_id=survey.id), **etag(survey.version)}


class SurveyQuery(pagination.PageQuery):
    """Which surveys."""

    service_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)
    period = fields.Period(load_default=None)
    state = fields.Enum(SurveyState, load_default=None)
    subtree = pagination.Subtree()
    sort = pagination.Sort(surveys.SORTS)
    shown = pagination.Shown(SurveyView)


@blueprint.get("/surveys", scope="feedback:read", personal=False)
@blueprint.arguments(SurveyQuery, location="query")
@blueprint.response(200, pagination.page_view(SurveyView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List surveys."""
    with transaction() as session:
        statement = surveys.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=surveys.SORTS, query=query)


@blueprint.get("/surveys/<uuid:survey_id>", scope="feedback:read", personal=False)
@blueprint.response(200, SurveyView)
def read(survey_id: UUID) -> tuple[Survey, dict[str, str]]:
    """Read one survey."""
    with transaction() as session:
        survey = surveys.get(session, survey_id)
    return survey, etag(survey.version)


@blueprint.patch("/surveys/<uuid:survey_id>", scope="feedback:write", idempotency="optional")
@blueprint.merge_patch(CorrectSurveyRequest)
@blueprint.response(200, SurveyView)
def change(changes: dict[str, Any], survey_id: UUID, versions: Versions) -> tuple[Survey, dict[str, str]]:
    """Correct the population of a survey that has not ended."""
    with transaction() as session:
        survey = correct_survey(session, survey_id=survey_id, changes=changes, versions=versions, at=now())
    return survey, etag(survey.version)


@blueprint.post("/surveys/<uuid:survey_id>/closure", scope="feedback:write", idempotency="required")
@blueprint.response(201, ClosureView)
def close(survey_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """Close a survey, once and for ever, and publish its index unless it is held; the request has no body."""
    with transaction() as session:
        survey, index = close_survey(session, survey_id=survey_id, at=now())
    place = url_for(".read", survey_id=survey.id)
    if index is not None:
        place = url_for("satisfaction-indices.read", index_id=index.id)
    return {"survey": survey, "index": index}, {"Location": place}


@blueprint.post(
    "/surveys/<uuid:survey_id>/withdrawal", scope="feedback:write", idempotency="required", conditional=True
)
@blueprint.arguments(WithdrawalRequest)
@blueprint.response(201, SurveyView)
def withdraw(body: dict[str, Any], survey_id: UUID, versions: Versions) -> tuple[Survey, dict[str, str]]:
    """Withdraw an open survey that nobody has answered; its service and period may have another."""
    with transaction() as session:
        survey = withdraw_survey(session, survey_id=survey_id, versions=versions, at=now(), **body)
    return survey, {"Location": url_for(".read", survey_id=survey.id), **etag(survey.version)}
