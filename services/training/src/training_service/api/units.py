"""/v1/units: the units that training knows, for those who wait for one to arrive."""

from typing import Any

from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from training_service.persistence import units

blueprint = Blueprint("units", __name__, url_prefix="/v1", description="Units of the city government.")


class UnitView(View):
    """A unit."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    withdrawal_date = fields.Date(required=True, allow_none=True)


class UnitQuery(pagination.PageQuery):
    """Which units."""

    code = fields.String(max=50, load_default=None)
    q = pagination.Q()
    sort = pagination.Sort(units.SORTS)
    shown = pagination.Shown(UnitView)


@blueprint.get("/units", scope="training:read", personal=False)
@blueprint.arguments(UnitQuery, location="query")
@blueprint.response(200, pagination.page_view(UnitView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List units by code."""
    with transaction() as session:
        statement = units.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=units.SORTS, query=query)
