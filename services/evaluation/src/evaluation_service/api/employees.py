"""/v1/employees: who this service knows; the employee service owns the truth."""

from uuid import UUID

from asn_chassis.web import Blueprint, View, fields, transaction
from evaluation_service.domain.scales import Employment
from evaluation_service.domain.staff import Employee
from evaluation_service.persistence import staff

blueprint = Blueprint("employees", __name__, url_prefix="/v1", description="Replica of employees: ids only.")


class EmployeeView(View):
    """An employee as far as events have told."""

    id = fields.UUID(required=True)
    position_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    employment = fields.Enum(Employment, required=True, allow_none=True)
    assigned_at = fields.DateTime(required=True)
    version = fields.Integer(required=True, metadata={"description": "Version of the last event taken in"})


@blueprint.get("/employees/<uuid:employee_id>", scope="evaluation:read")
@blueprint.response(200, EmployeeView)
def read(employee_id: UUID) -> Employee:
    """Read one employee of the replica."""
    with transaction() as session:
        return staff.get_employee(session, employee_id)
