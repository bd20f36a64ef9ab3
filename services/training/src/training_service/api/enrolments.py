"""/v1/enrolments: seats in courses and their completion."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from training_service.api import shared_fields
from training_service.domain.enrolment import Enrolment
from training_service.persistence import enrolments
from training_service.usecases.complete_enrolment import complete_enrolment

blueprint = Blueprint("enrolments", __name__, url_prefix="/v1", description="Seats in courses.")


class CompletionRequest(Schema):
    """What the certificate says."""

    level = shared_fields.Level(required=True, metadata={"description": "Level reached"})
    completed_date = fields.Date(required=True, metadata={"description": "Last day of the course"})
    certificate_number = fields.String(max=100, required=True)


class EnrolmentQuery(pagination.PageQuery):
    """Which enrolments."""

    employee_id = fields.UUID(load_default=None)
    plan_id = fields.UUID(load_default=None)


class EnrolmentView(View):
    """One employee's seat in one course."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True)
    competency_code = fields.String(required=True)
    target_level = fields.Integer(required=True)
    hours = fields.Integer(required=True, metadata={"description": "Learning hours (JP) of the course"})
    cost = fields.Integer(required=True, metadata={"description": "Whole rupiah"})
    enrolled_at = fields.DateTime(required=True)
    correlation_id = fields.String(required=True)
    state = fields.String(required=True, metadata={"examples": ["ENROLLED", "COMPLETED"]})
    level = fields.Integer(required=True, allow_none=True)
    completed_date = fields.Date(required=True, allow_none=True)
    certificate_number = fields.String(required=True, allow_none=True)


@blueprint.get("/enrolments", scope="training:read")
@blueprint.arguments(EnrolmentQuery, location="query")
@blueprint.response(200, pagination.page_view(EnrolmentView))
def list_enrolments(query: dict[str, Any]) -> pagination.Page:
    """List enrolments in the order of their ids."""
    with transaction() as session:
        statement = enrolments.listed(employee_id=query["employee_id"], plan_id=query["plan_id"])
        return pagination.page(session, statement, keys=enrolments.ORDER, query=query)


@blueprint.get("/enrolments/<uuid:enrolment_id>", scope="training:read")
@blueprint.response(200, EnrolmentView)
def read(enrolment_id: UUID) -> Enrolment:
    """Read one enrolment."""
    with transaction() as session:
        return enrolments.find(session, enrolment_id)


@blueprint.post("/enrolments/<uuid:enrolment_id>/completion", scope="training:write", idempotency="required")
@blueprint.arguments(CompletionRequest)
@blueprint.response(201, EnrolmentView)
def complete(body: dict[str, Any], enrolment_id: UUID) -> tuple[Enrolment, dict[str, str]]:
    """Complete the enrolment, once: the needs it answers are fulfilled, the hours of the course are earned."""
    with transaction() as session:
        enrolment = complete_enrolment(session, enrolment_id=enrolment_id, now=now(), **body)
    return enrolment, {"Location": url_for(".read", enrolment_id=enrolment.id)}
