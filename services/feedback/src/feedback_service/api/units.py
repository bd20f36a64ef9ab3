"""GET /v1/units: the units that this service knows from the employee service."""

from typing import Any

from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from feedback_service.persistence import units

blueprint = Blueprint("units", __name__, url_prefix="/v1", description="Units, as announced by the employee service.")


class UnitView(View):
    """A unit as this service knows it; it may be a moment behind its owner."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    withdrawal_date = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "The owner's version of the unit"})


class UnitQuery(pagination.PageQuery):
    """Which units."""

    code = fields.String(max=50, load_default=None)
    q = pagination.Q()
    sort = pagination.Sort(units.SORTS)
    shown = pagination.Shown(UnitView)


@blueprint.get("/units", scope="feedback:read", personal=False)
@blueprint.arguments(UnitQuery, location="query")
@blueprint.response(200, pagination.page_view(UnitView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List the units for which public services can be registered."""
    with transaction() as session:
        statement = units.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=units.SORTS, query=query)
