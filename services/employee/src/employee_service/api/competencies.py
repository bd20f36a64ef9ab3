"""The competency dictionary over HTTP."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from asn_kernel.codes import CompetencyKind
from employee_service.domain.competency import CODE, Competency
from employee_service.persistence import competencies
from employee_service.usecases.define_competency import define_competency

blueprint = Blueprint("competencies", __name__, url_prefix="/v1", description="The competency dictionary.")


class DefineCompetencyRequest(Schema):
    """A technical competency to add; the managerial and sociocultural ones are there from the start."""

    code = fields.Code(CODE, max=50, required=True, metadata={"examples": ["PENERBITAN_KTP_EL"]})
    name = fields.String(max=200, required=True, metadata={"examples": ["Penerbitan KTP-el"]})
    kind = fields.Enum(CompetencyKind, load_default=CompetencyKind.TECHNICAL, metadata={"examples": ["TECHNICAL"]})
    source = fields.String(
        max=300,
        required=True,
        metadata={"description": "The document that defines it, such as a ministry's dictionary"},
    )


class CompetencyView(View):
    """A competency of the dictionary."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.Enum(CompetencyKind, required=True)
    source = fields.String(required=True)
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)


class CompetencyQuery(pagination.PageQuery):
    """Which competencies to list."""

    code = fields.String(max=50, load_default=None)
    kind = fields.Enum(CompetencyKind, load_default=None)
    q = pagination.Q()
    sort = pagination.Sort(competencies.SORTS)
    shown = pagination.Shown(CompetencyView)


@blueprint.get("/competencies", scope="employee:read", personal=False)
@blueprint.arguments(CompetencyQuery, location="query")
@blueprint.response(200, pagination.page_view(CompetencyView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List the dictionary."""
    with transaction() as session:
        statement = competencies.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=competencies.SORTS, query=query)


@blueprint.post("/competencies", scope="employee:write", idempotency="required")
@blueprint.arguments(DefineCompetencyRequest)
@blueprint.response(201, CompetencyView)
def create(request: dict[str, Any]) -> tuple[Competency, dict[str, str]]:
    """Add a competency."""
    with transaction() as session:
        competency = define_competency(session, **request, at=now())
        return competency, {"Location": url_for("competencies.read", competency_id=competency.id)}


@blueprint.get("/competencies/<uuid:competency_id>", scope="employee:read", personal=False)
@blueprint.response(200, CompetencyView)
def read(competency_id: UUID) -> Competency:
    """Read a competency."""
    with transaction() as session:
        return competencies.get(session, competency_id)
