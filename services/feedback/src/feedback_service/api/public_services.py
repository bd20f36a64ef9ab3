"""/v1/public-services: what units do for the public."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from feedback_service.domain.public_service import PublicService
from feedback_service.persistence import public_services
from feedback_service.usecases.register_public_service import register_public_service

# A service that takes longer than a year promises no time in minutes.
MINUTES_IN_A_YEAR = 525_600

blueprint = Blueprint(
    "public-services", __name__, url_prefix="/v1", description="Services that units give to the public."
)


class RegisterPublicServiceRequest(Schema):
    """A public service."""

    code = fields.Code(r"[A-Z0-9][A-Z0-9_.-]{1,49}", max=50, required=True, metadata={"examples": ["DUKCAPIL-KTP-EL"]})
    name = fields.String(max=200, required=True, metadata={"examples": ["Penerbitan KTP-el"]})
    unit_id = fields.UUID(required=True, metadata={"description": "The unit that gives the service"})
    standard_minutes = fields.Integer(
        min=1,
        max=MINUTES_IN_A_YEAR,
        load_default=None,
        allow_none=True,
        metadata={"description": "Time that the standar pelayanan promises, in minutes"},
    )


class PublicServiceView(View):
    """A public service."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    standard_minutes = fields.Integer(required=True, allow_none=True)
    registered_at = fields.DateTime(required=True)


@blueprint.post("/public-services", scope="feedback:write", idempotency="required")
@blueprint.arguments(RegisterPublicServiceRequest)
@blueprint.response(201, PublicServiceView)
def create(body: dict[str, Any]) -> tuple[PublicService, dict[str, str]]:
    """Register a public service of a known unit; its code is unique."""
    with transaction() as session:
        service = register_public_service(session, at=now(), **body)
    return service, {"Location": url_for(".read", service_id=service.id)}


class PublicServiceQuery(pagination.PageQuery):
    """Which public services."""

    code = fields.String(max=50, load_default=None)
    unit_id = fields.UUID(load_default=None)
    subtree = pagination.Subtree()
    q = pagination.Q()
    sort = pagination.Sort(public_services.SORTS)
    shown = pagination.Shown(PublicServiceView)


@blueprint.get("/public-services", scope="feedback:read", personal=False)
@blueprint.arguments(PublicServiceQuery, location="query")
@blueprint.response(200, pagination.page_view(PublicServiceView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List public services."""
    with transaction() as session:
        statement = public_services.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=public_services.SORTS, query=query)


@blueprint.get("/public-services/<uuid:service_id>", scope="feedback:read", personal=False)
@blueprint.response(200, PublicServiceView)
def read(service_id: UUID) -> PublicService:
    """Read one public service."""
    with transaction() as session:
        return public_services.get(session, service_id)
