"""/v1/competencies: the dictionary as this service knows it, for those who wait for an addition to arrive."""

from typing import Any

from asn_chassis.web import Blueprint, View, fields, pagination, transaction
from evaluation_service.persistence import competencies

blueprint = Blueprint("competencies", __name__, url_prefix="/v1", description="The competency dictionary.")


class CompetencyView(View):
    """A competency of the national list, or one that the city added."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"examples": ["MANAGERIAL", "SOCIOCULTURAL", "TECHNICAL"]})


class CompetencyQuery(pagination.PageQuery):
    """Which competencies."""

    code = fields.String(max=50, load_default=None)
    sort = pagination.Sort(competencies.SORTS)
    shown = pagination.Shown(CompetencyView)


@blueprint.get("/competencies", scope="evaluation:read", personal=False)
@blueprint.arguments(CompetencyQuery, location="query")
@blueprint.response(200, pagination.page_view(CompetencyView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List competencies by code."""
    with transaction() as session:
        statement = competencies.listed(session, code=query["code"])
        return pagination.page(session, statement, sorts=competencies.SORTS, query=query)
