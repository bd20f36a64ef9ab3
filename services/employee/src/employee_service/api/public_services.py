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


class PublicServiceView(View):
    """A public service that is known here."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    unit_id = fields.UUID(required=True)


class PublicServiceQuery(pagination.PageQuery):
    """Which public services to list."""

    code = fields.String(max=50, load_default=None)
    unit_id = fields.UUID(load_default=None)
    subtree = pagination.Subtree()
    q = pagination.Q()
    sort = pagination.Sort(public_services.SORTS)
    shown = pagination.Shown(PublicServiceView)


@blueprint.get("/public-services", scope="employee:read", personal=False)
@blueprint.arguments(PublicServiceQuery, location="query")
@blueprint.response(200, pagination.page_view(PublicServiceView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List the public services that have become known here."""
    with transaction() as session:
        statement = public_services.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=public_services.SORTS, query=query)
