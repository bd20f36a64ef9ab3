"""/v1/employees/{id}/learning-hours: hours earned beside the entitlement."""

from uuid import UUID

from asn_chassis.web import Blueprint, ReasonView, View, fields, transaction
from training_service.policies.learning_hours import Bound
from training_service.usecases.read_learning_hours import EmployeeHours, read_learning_hours

blueprint = Blueprint("learning-hours", __name__, url_prefix="/v1", description="Learning hours (JP) earned.")


class YearView(View):
    """One calendar year; a PNS has a floor (`required`), a PPPK a ceiling (`allowed`)."""

    year = fields.Integer(required=True, attribute="decision.inputs.year")
    hours = fields.Integer(required=True, attribute="decision.inputs.hours")
    bound = fields.Enum(Bound, required=True, attribute="decision.outcome.bound")
    required = fields.Integer(required=True, allow_none=True, attribute="decision.outcome.required")
    allowed = fields.Integer(required=True, allow_none=True, attribute="decision.outcome.allowed")
    met = fields.Boolean(required=True, attribute="decision.outcome.met")
    rule_version = fields.String(required=True, attribute="rule.version")
    source = fields.String(required=True, attribute="rule.source.regulation", metadata={"description": "Regulation"})
    reasons = fields.List(fields.Nested(ReasonView), required=True, attribute="decision.reasons")


class LearningHoursView(View):
    """An employee's learning hours by calendar year."""

    employee_id = fields.UUID(required=True, attribute="employee.id")
    employment = fields.String(required=True, attribute="employee.employment")
    years = fields.List(fields.Nested(YearView), required=True)


@blueprint.get("/employees/<uuid:employee_id>/learning-hours", scope="training:read")
@blueprint.response(200, LearningHoursView)
def read(employee_id: UUID) -> EmployeeHours:
    """Read the hours of every year in which the employee passed a course."""
    with transaction() as session:
        return read_learning_hours(session, employee_id=employee_id)
