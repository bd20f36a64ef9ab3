"""/v1/employees/{id}/learning-hours: hours earned beside the entitlement."""

from uuid import UUID

from asn_chassis.web import Blueprint, View, fields, transaction
from training_service.usecases.tell_learning_hours import LearningHours, tell_learning_hours

blueprint = Blueprint("learning-hours", __name__, url_prefix="/v1", description="Learning hours (JP) earned.")


class YearView(View):
    """One calendar year; a PNS has a floor (`required`), a PPPK a ceiling (`allowed`)."""

    year = fields.Integer(required=True)
    hours = fields.Integer(required=True)
    bound = fields.String(required=True, metadata={"examples": ["MINIMUM", "MAXIMUM", "UNKNOWN"]})
    required = fields.Integer(required=True, allow_none=True)
    allowed = fields.Integer(required=True, allow_none=True)
    met = fields.Boolean(required=True)
    rule_version = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True, metadata={"description": "Regulation and article"})


class LearningHoursView(View):
    """An employee's learning hours by calendar year."""

    employee_id = fields.UUID(required=True, attribute="employee.id")
    employment = fields.String(required=True, attribute="employee.employment")
    years = fields.List(fields.Nested(YearView), required=True)


@blueprint.get("/employees/<uuid:employee_id>/learning-hours", scope="training:read")
@blueprint.response(200, LearningHoursView)
def read(employee_id: UUID) -> LearningHours:
    """Read the hours of every year in which the employee completed training."""
    with transaction() as session:
        return tell_learning_hours(session, employee_id=employee_id)
