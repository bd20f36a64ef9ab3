"""The replica of public services over HTTP: what a position may name, for callers who must wait for it."""

from typing import Any

from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from employee_service.persistence import public_services

blueprint = Blueprint(
    "public_services",
    __name__,
    url_prefix="/v1",
    description="Public services, as the feedback service publishes them.",
)


class PublicServiceQuery(pagination.PageQuery):
    """Which public services to list."""

    code = fields.String(max=50, load_default=None)


class PublicServiceView(View):
    """A public service that is known here."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    unit_id = fields.UUID(required=True)


@blueprint.get("/public-services", scope="employee:read", personal=False)
@blueprint.arguments(PublicServiceQuery, location="query")
@blueprint.response(200, pagination.page_view(PublicServiceView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List the public services that have become known here."""
    with transaction() as session:
        statement = public_services.listed(code=query["code"])
        return pagination.page(session, statement, keys=public_services.KEYS, query=query)
