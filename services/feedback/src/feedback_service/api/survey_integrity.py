"""What holds the index of a survey, and what an officer makes of it."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, DecisionView, Schema, fields, transaction
from asn_kernel.codes import IndexRefusal
from feedback_service.api.surveys import ClosureView
from feedback_service.domain.integrity import IntegrityDecision
from feedback_service.persistence import surveys
from feedback_service.usecases.refuse_index import refuse_index
from feedback_service.usecases.release_index import release_index

SCOPE = "feedback:integrity"
blueprint = Blueprint(
    "survey-integrity", __name__, url_prefix="/v1", description="Surveys whose index waits for an officer."
)


class RefuseIndexRequest(Schema):
    """Why the index is not published; it stands in the event that tells of the survey's end."""

    refusal = fields.Enum(IndexRefusal, required=True)


@blueprint.get("/surveys/<uuid:survey_id>/hold", scope=SCOPE, personal=False)
@blueprint.response(200, DecisionView)
def read(survey_id: UUID) -> IntegrityDecision:
    """Read why a survey was held when it closed; it stays readable afterwards."""
    with transaction() as session:
        return surveys.get(session, survey_id).held_because


@blueprint.post("/surveys/<uuid:survey_id>/release", scope=SCOPE, idempotency="required")
@blueprint.response(201, ClosureView)
def release(survey_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """Publish the index of a held survey; the request has no body."""
    with transaction() as session:
        survey, index = release_index(session, survey_id=survey_id, at=now())
    return {"survey": survey, "index": index}, {"Location": url_for("satisfaction-indices.read", index_id=index.id)}


@blueprint.post("/surveys/<uuid:survey_id>/refusal", scope=SCOPE, idempotency="required")
@blueprint.arguments(RefuseIndexRequest)
@blueprint.response(201, ClosureView)
def refuse(body: dict[str, Any], survey_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """End a held survey without an index, for a reason."""
    with transaction() as session:
        survey = refuse_index(session, survey_id=survey_id, at=now(), **body)
    return {"survey": survey, "index": None}, {"Location": url_for("surveys.read", survey_id=survey.id)}
