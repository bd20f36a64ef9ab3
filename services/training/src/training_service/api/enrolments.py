"""/v1/enrolments: seats in courses and their completion."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import ValidationError, post_load

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from training_service.api import shared_fields
from training_service.domain.enrolment import Certificate, Enrolment, EnrolmentState
from training_service.persistence import enrolments
from training_service.usecases.complete_enrolment import complete_enrolment

blueprint = Blueprint("enrolments", __name__, url_prefix="/v1", description="Seats in courses.")


class CompletionRequest(Schema):
    """What the certificate says, or that there is none: `level` and `certificate_number` belong to a pass alone."""

    passed = fields.Boolean(load_default=True)
    level = shared_fields.Level(
        load_default=None, allow_none=True, metadata={"description": "Level reached, at most that of the course"}
    )
    certificate_number = fields.String(max=100, load_default=None, allow_none=True)
    completed_date = fields.Date(required=True, metadata={"description": "Last day of the course, today at the latest"})

    @post_load
    def certified(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Make a certificate of a pass; what a pass lacks, or a failure has too much, is pointed at."""
        told = {name: data[name] for name in ("level", "certificate_number")}
        wrong = [name for name, value in told.items() if (value is None) == data["passed"]]
        if wrong:
            raise ValidationError({name: ["required" if data["passed"] else "invalid"] for name in wrong})
        certificate = Certificate(data["certificate_number"], data["level"]) if data["passed"] else None
        return {"completed_date": data["completed_date"], "certificate": certificate}


class EnrolmentView(View):
    """One employee's seat in one course."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True, metadata={"description": "The unit of the need that bought it"})
    course_id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The plan that bought it, if any"})
    competency_code = fields.String(required=True)
    target_level = fields.Integer(required=True)
    hours = fields.Integer(required=True, metadata={"description": "Learning hours (JP) of the course"})
    earned_hours = fields.Integer(required=True, metadata={"description": "JP earned: 0 unless it is passed"})
    cost = fields.Integer(required=True, metadata={"description": "Whole rupiah"})
    enrolled_at = fields.DateTime(required=True)
    correlation_id = fields.String(required=True)
    state = fields.Enum(EnrolmentState, required=True)
    passed = fields.Boolean(required=True, allow_none=True, metadata={"description": "null until it is completed"})
    level = fields.Integer(required=True, allow_none=True)
    completed_date = fields.Date(required=True, allow_none=True)
    certificate_number = fields.String(required=True, allow_none=True)


class EnrolmentQuery(pagination.PageQuery):
    """Which enrolments."""

    employee_id = fields.UUID(load_default=None)
    plan_id = fields.UUID(load_default=None)
    sort = pagination.Sort(enrolments.SORTS)
    shown = pagination.Shown(EnrolmentView)


@blueprint.get("/enrolments", scope="training:read")
@blueprint.arguments(EnrolmentQuery, location="query")
@blueprint.response(200, pagination.page_view(EnrolmentView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List enrolments in the order of their ids."""
    with transaction() as session:
        statement = enrolments.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=enrolments.SORTS, query=query)


@blueprint.get("/enrolments/<uuid:enrolment_id>", scope="training:read")
@blueprint.response(200, EnrolmentView)
def read(enrolment_id: UUID) -> Enrolment:
    """Read one enrolment."""
    with transaction() as session:
        return enrolments.get(session, enrolment_id)


@blueprint.post("/enrolments/<uuid:enrolment_id>/completion", scope="training:write", idempotency="required")
@blueprint.arguments(CompletionRequest)
@blueprint.response(201, EnrolmentView)
def complete(body: dict[str, Any], enrolment_id: UUID) -> tuple[Enrolment, dict[str, str]]:
    """Complete the enrolment, once, passed or failed.

    A pass earns the hours of the course and fulfils the needs whose target its level reaches; the others, and all
    of a failed course, wait for the next plan again.
    """
    with transaction() as session:
        enrolment = complete_enrolment(session, enrolment_id=enrolment_id, at=now(), **body)
    return enrolment, {"Location": url_for(".read", enrolment_id=enrolment.id)}
