"""/v1/employees/{id}/learning-hours: hours earned beside the entitlement."""

from uuid import UUID

from asn_chassis.web import KitBlueprint, View, fields, transaction
from training_service.usecases.tell_learning_hours import LearningHours, tell_learning_hours

blueprint = KitBlueprint("learning-hours", __name__, url_prefix="/v1", description="Learning hours (JP) earned.")


class YearView(View):
    """One calendar year; a PNS has a floor (`required`), a PPPK a ceiling (`allowed`)."""

    year = fields.Whole(required=True)
    hours = fields.Whole(required=True)
    bound = fields.Text(required=True, metadata={"examples": ["MINIMUM", "MAXIMUM", "UNKNOWN"]})
    required = fields.Whole(required=True, allow_none=True)
    allowed = fields.Whole(required=True, allow_none=True)
    met = fields.Flag(required=True)
    rule_version = fields.Text(required=True, allow_none=True)
    source = fields.Text(required=True, allow_none=True, metadata={"description": "Regulation and article"})


class LearningHoursView(View):
    """An employee's learning hours by calendar year."""

    employee_id = fields.Uuid(required=True, attribute="employee.id")
    employment = fields.Text(required=True, attribute="employee.employment")
    years = fields.Items(fields.Part(YearView), required=True)


@blueprint.get("/employees/<uuid:employee_id>/learning-hours", scope="training:read")
@blueprint.response(200, LearningHoursView)
def read(employee_id: UUID) -> LearningHours:
    """Read the hours of every year in which the employee completed training."""
    with transaction() as session:
        return tell_learning_hours(session, employee_id=employee_id)
