"""/v1/surveys: satisfaction surveys, opened and closed."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from feedback_service.api.period_field import PeriodField
from feedback_service.api.satisfaction_indices import SatisfactionIndexView
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.domain.survey import Survey, SurveyState
from feedback_service.persistence import surveys
from feedback_service.persistence.mapping import surveys as table
from feedback_service.usecases.close_survey import close_survey
from feedback_service.usecases.open_survey import open_survey

blueprint = Blueprint(
    "surveys", __name__, url_prefix="/v1", description="Satisfaction surveys (SKM, PermenPANRB 14/2017)."
)


class OpenSurveyRequest(Schema):
    """A survey of one public service in one period."""

    service_id = fields.UUID(required=True)
    period = PeriodField(required=True)
    population = fields.Integer(
        min=1,
        load_default=None,
        allow_none=True,
        metadata={"description": "People served in the period; without it the sample is not judged"},
    )


class SurveyQuery(pagination.PageQuery):
    """Which surveys."""

    service_id = fields.UUID(load_default=None)
    period = PeriodField(load_default=None)
    state = fields.Enum(SurveyState, load_default=None)


class SurveyView(View):
    """A survey."""

    id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    period = PeriodField(required=True)
    period_start = fields.Date(required=True, attribute="period.start")
    period_end = fields.Date(required=True, attribute="period.end")
    population = fields.Integer(required=True, allow_none=True)
    state = fields.Enum(SurveyState, required=True)
    opened_at = fields.DateTime(required=True)
    closed_at = fields.DateTime(required=True, allow_none=True)


@blueprint.post("/surveys", scope="feedback:write", idempotency="required")
@blueprint.arguments(OpenSurveyRequest)
@blueprint.response(201, SurveyView)
def open_(body: dict[str, Any]) -> tuple[Survey, dict[str, str]]:
    """Open the survey of a public service for a period; there is one per service and period."""
    with transaction() as session:
        survey = open_survey(session, survey_id=new_id(), now=now(), **body)
    return survey, {"Location": url_for(".read", survey_id=survey.id)}


@blueprint.get("/surveys", scope="feedback:read")
@blueprint.arguments(SurveyQuery, location="query")
@blueprint.response(200, pagination.page_view(SurveyView))
def list_surveys(query: dict[str, Any]) -> pagination.Page:
    """List surveys."""
    with transaction() as session:
        statement = surveys.listed(service_id=query["service_id"], period=query["period"], state=query["state"])
        return pagination.page(session, statement, keys=[table.c.id], query=query)


@blueprint.get("/surveys/<uuid:survey_id>", scope="feedback:read")
@blueprint.response(200, SurveyView)
def read(survey_id: UUID) -> Survey:
    """Read one survey."""
    with transaction() as session:
        return surveys.get(session, survey_id)


@blueprint.post("/surveys/<uuid:survey_id>/closure", scope="feedback:write", idempotency="required")
@blueprint.response(201, SatisfactionIndexView)
def close(survey_id: UUID) -> tuple[SatisfactionIndex, dict[str, str]]:
    """Close a survey, once and for ever, and publish its index; the request has no body."""
    with transaction() as session:
        index = close_survey(session, survey_id=survey_id, index_id=new_id(), now=now())
    return index, {"Location": url_for("satisfaction-indices.read", index_id=index.id)}
