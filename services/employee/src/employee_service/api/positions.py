"""Positions and their competency standards over HTTP."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import post_load

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from employee_service.domain.competency import HIGHEST_LEVEL, LOWEST_LEVEL
from employee_service.domain.position import JobLevel, Position
from employee_service.persistence import positions
from employee_service.usecases.define_position import define_position
from employee_service.usecases.revise_position_standard import revise_position_standard

POSITION_CODE = r"[A-Z0-9][A-Z0-9_.-]{1,49}"

blueprint = Blueprint("positions", __name__, url_prefix="/v1", description="Positions and their standards.")


class RequirementRequest(Schema):
    """A competency and the level that the position asks for."""

    competency_code = fields.String(max=50, required=True)
    level = fields.Integer(min=LOWEST_LEVEL, max=HIGHEST_LEVEL, required=True)


class StandardRequest(Schema):
    """A competency standard (standar kompetensi jabatan) and the day from which it counts."""

    standard = fields.List(
        fields.Nested(RequirementRequest), min=1, max=100, unique_by="competency_code", required=True
    )
    effective_date = fields.Date(required=True)

    @post_load
    def by_code(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Give the standard as code to level."""
        standard = data["standard"]
        levels = standard and {each["competency_code"]: each["level"] for each in standard}
        return {**data, "standard": levels}


class DefinePositionRequest(StandardRequest):
    """A position to define; without `standard` the levels expected of its job level count."""

    code = fields.Code(POSITION_CODE, max=50, required=True, metadata={"description": "Natural key"})
    title = fields.String(max=200, required=True)
    unit_id = fields.UUID(required=True)
    job_level = fields.Enum(JobLevel, required=True)
    serves_public = fields.Boolean(required=True, metadata={"description": "The holder meets citizens at a service"})
    standard = fields.List(
        fields.Nested(RequirementRequest),
        min=1,
        max=100,
        unique_by="competency_code",
        load_default=None,
        allow_none=True,
    )


class PositionQuery(pagination.PageQuery):
    """Which positions to list."""

    code = fields.String(max=50, load_default=None)
    unit_id = fields.UUID(load_default=None)


class RequirementView(View):
    """A competency and the level that the position asks for."""

    competency_code = fields.String(required=True)
    level = fields.Integer(required=True)


class PositionView(View):
    """A position with its newest standard, which counts from `effective_date` on."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    job_level = fields.Enum(JobLevel, required=True)
    serves_public = fields.Boolean(required=True)
    standard = fields.List(fields.Nested(RequirementView), attribute="newest", required=True)
    effective_date = fields.Date(required=True)
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)


@blueprint.get("/positions", scope="employee:read")
@blueprint.arguments(PositionQuery, location="query")
@blueprint.response(200, pagination.page_view(PositionView))
def list_positions(query: dict[str, Any]) -> pagination.Page:
    """List positions in the order of their definition."""
    with transaction() as session:
        statement = positions.listed(code=query["code"], unit_id=query["unit_id"])
        return pagination.page(session, statement, keys=positions.KEYS, query=query)


@blueprint.post("/positions", scope="employee:write", idempotency="required")
@blueprint.arguments(DefinePositionRequest)
@blueprint.response(201, PositionView)
def post_position(request: dict[str, Any]) -> tuple[Position, dict[str, str]]:
    """Define a position."""
    with transaction() as session:
        position = define_position(session, **request, now=now())
        return position, {"Location": url_for("positions.read_position", position_id=position.id)}


@blueprint.get("/positions/<uuid:position_id>", scope="employee:read")
@blueprint.response(200, PositionView)
def read_position(position_id: UUID) -> Position:
    """Read a position."""
    with transaction() as session:
        return positions.get(session, position_id)


@blueprint.post("/positions/<uuid:position_id>/standards", scope="employee:write", idempotency="required")
@blueprint.arguments(StandardRequest)
@blueprint.response(201, PositionView)
def post_standard(request: dict[str, Any], position_id: UUID) -> tuple[Position, dict[str, str]]:
    """Revise the standard of a position."""
    with transaction() as session:
        position = revise_position_standard(session, position_id=position_id, **request, now=now())
        return position, {"Location": url_for("positions.read_position", position_id=position.id)}
