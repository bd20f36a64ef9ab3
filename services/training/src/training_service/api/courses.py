"""/v1/courses: what is on offer."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.rows import Versions
from asn_chassis.web import Blueprint, Schema, View, WithdrawalRequest, etag, fields, pagination, transaction
from asn_kernel.codes import LearningForm
from training_service.api import shared_fields
from training_service.domain.course import Course
from training_service.persistence import courses
from training_service.usecases.offer_course import offer_course
from training_service.usecases.revise_course import revise_course
from training_service.usecases.withdraw_course import withdraw_course

blueprint = Blueprint("courses", __name__, url_prefix="/v1", description="Courses on offer.")


class OfferCourseRequest(Schema):
    """A course that raises one competency."""

    code = fields.Code(shared_fields.CODE, max=50, required=True, metadata={"examples": ["PP-3-PRIMA"]})
    title = fields.String(max=200, required=True)
    competency_code = fields.Code(
        shared_fields.COMPETENCY, max=50, required=True, metadata={"examples": ["PELAYANAN_PUBLIK"]}
    )
    target_level = shared_fields.Level(required=True, metadata={"description": "Level it raises to"})
    hours = fields.Integer(min=1, max=10_000, required=True, metadata={"description": "Learning hours (JP)"})
    form = fields.Enum(LearningForm, required=True)
    provider_id = fields.UUID(required=True)
    cost_per_seat = shared_fields.Rupiah(required=True)


class ReviseCourseRequest(Schema):
    """What is different about a course; its code, its competency and its level stay."""

    title = fields.String(max=200)
    hours = fields.Integer(min=1, max=10_000, metadata={"description": "Learning hours (JP)"})
    form = fields.Enum(LearningForm)
    provider_id = fields.UUID()
    cost_per_seat = shared_fields.Rupiah()


class CourseView(View):
    """A course on offer."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    competency_code = fields.String(required=True)
    target_level = fields.Integer(required=True)
    hours = fields.Integer(required=True)
    form = fields.Enum(LearningForm, required=True)
    provider_id = fields.UUID(required=True)
    cost_per_seat = fields.Integer(required=True)
    offered_at = fields.DateTime(required=True)
    withdrawn_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Null while the course is on offer"}
    )
    withdrawal_reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


@blueprint.post("/courses", scope="training:write", idempotency="required")
@blueprint.arguments(OfferCourseRequest)
@blueprint.response(201, CourseView)
def create(body: dict[str, Any]) -> tuple[Course, dict[str, str]]:
    """Offer a course in a competency of the dictionary; its code is unique."""
    with transaction() as session:
        course = offer_course(session, at=now(), **body)
    return course, {"Location": url_for(".read", course_id=course.id), **etag(course.version)}


class CourseQuery(pagination.PageQuery):
    """Which courses."""

    code = fields.String(max=50, load_default=None)
    competency_code = fields.String(max=50, load_default=None)
    q = pagination.Q()
    sort = pagination.Sort(courses.SORTS)
    shown = pagination.Shown(CourseView)


@blueprint.get("/courses", scope="training:read", personal=False)
@blueprint.arguments(CourseQuery, location="query")
@blueprint.response(200, pagination.page_view(CourseView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List courses by code."""
    with transaction() as session:
        statement = courses.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=courses.SORTS, query=query)


@blueprint.get("/courses/<uuid:course_id>", scope="training:read", personal=False)
@blueprint.response(200, CourseView)
def read(course_id: UUID) -> tuple[Course, dict[str, str]]:
    """Read one course."""
    with transaction() as session:
        course = courses.get(session, course_id)
    return course, etag(course.version)


@blueprint.patch("/courses/<uuid:course_id>", scope="training:write", idempotency="optional")
@blueprint.merge_patch(ReviseCourseRequest)
@blueprint.response(200, CourseView)
def change(changes: dict[str, Any], course_id: UUID, versions: Versions) -> tuple[Course, dict[str, str]]:
    """Revise a course on offer; seats that were bought before keep what they were bought with."""
    with transaction() as session:
        course = revise_course(session, course_id=course_id, changes=changes, versions=versions, at=now())
    return course, etag(course.version)


@blueprint.post(
    "/courses/<uuid:course_id>/withdrawal", scope="training:write", idempotency="required", conditional=True
)
@blueprint.arguments(WithdrawalRequest)
@blueprint.response(201, CourseView)
def withdraw(body: dict[str, Any], course_id: UUID, versions: Versions) -> tuple[Course, dict[str, str]]:
    """Take a course off the offer for good; seats that were bought before stay."""
    with transaction() as session:
        course = withdraw_course(session, course_id=course_id, versions=versions, at=now(), **body)
    return course, {"Location": url_for(".read", course_id=course.id), **etag(course.version)}
