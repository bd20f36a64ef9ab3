"""/v1/employees: who this service knows; the employee service owns the truth."""

from typing import Any
from uuid import UUID

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, View, fields, transaction
from asn_kernel.business_day import business_day
from asn_kernel.codes import Employment
from evaluation_service.persistence import staff

blueprint = Blueprint("employees", __name__, url_prefix="/v1", description="Replica of employees: ids only.")


class EmployeeView(View):
    """An employee as far as events have told, and the assignment that holds today."""

    id = fields.UUID(required=True)
    employment = fields.Enum(Employment, required=True)
    position_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    effective_date = fields.Date(
        required=True, allow_none=True, metadata={"description": "First day of the assignment that holds today"}
    )
    version = fields.Integer(required=True, metadata={"description": "The owner's version of the employment"})


@blueprint.get("/employees/<uuid:employee_id>", scope="evaluation:read")
@blueprint.response(200, EmployeeView)
def read(employee_id: UUID) -> dict[str, Any]:
    """Read one employee of the replica."""
    with transaction() as session:
        employee = staff.get_employee(session, employee_id)
        held = staff.assignment_on(session, employee_id, business_day(now()))
    return {
        "id": employee.employee_id,
        "employment": employee.employment,
        "version": employee.version,
        **{name: getattr(held, name, None) for name in ("position_id", "unit_id", "effective_date")},
    }
