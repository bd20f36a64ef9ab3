"""Employees over HTTP: the only place where a NIP or a name goes in or out."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from employee_service.domain.employee import Employee
from employee_service.domain.employment import Employment
from employee_service.persistence import employees
from employee_service.usecases.register_employee import register_employee

blueprint = Blueprint("employees", __name__, url_prefix="/v1", description="Civil servants (ASN).")


class RegisterEmployeeRequest(Schema):
    """An employee to register."""

    nip = fields.String(
        max=40,
        required=True,
        metadata={"description": "NIP of a PNS or NI of a PPPK: 18 digits, spaces allowed", "x-personal": True},
    )
    name = fields.String(max=200, required=True, metadata={"x-personal": True})
    employment = fields.Enum(
        Employment, load_default=None, allow_none=True, metadata={"description": "Only to be checked against the NIP"}
    )
    grade = fields.String(max=10, required=True, metadata={"examples": ["III/a", "IX"]})
    position_id = fields.UUID(required=True)


class EmployeeQuery(pagination.PageQuery):
    """Which employees to list."""

    nip = fields.String(max=40, load_default=None)
    unit_id = fields.UUID(load_default=None)


class EmployeeView(View):
    """An employee."""

    id = fields.UUID(required=True)
    nip = fields.String(attribute="nip.digits", required=True, metadata={"x-personal": True})
    name = fields.String(required=True, metadata={"x-personal": True})
    employment = fields.Enum(Employment, required=True)
    grade = fields.String(required=True)
    rank = fields.String(required=True, allow_none=True, metadata={"description": "Pangkat; a PPPK has none"})
    position_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    since = fields.Date(required=True, allow_none=True, metadata={"description": "Day of the present assignment"})
    unusual_start_age = fields.Boolean(
        required=True, metadata={"description": "The age at appointment that the NIP shows is worth a second look"}
    )
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)


@blueprint.get("/employees", scope="employee:read")
@blueprint.arguments(EmployeeQuery, location="query")
@blueprint.response(200, pagination.page_view(EmployeeView))
def list_employees(query: dict[str, Any]) -> pagination.Page:
    """List employees in the order of their registration."""
    with transaction() as session:
        statement = employees.listed(nip=query["nip"], unit_id=query["unit_id"])
        return pagination.page(session, statement, keys=employees.KEYS, query=query)


@blueprint.post("/employees", scope="employee:write", idempotency="required")
@blueprint.arguments(RegisterEmployeeRequest)
@blueprint.response(201, EmployeeView)
def post_employee(request: dict[str, Any]) -> tuple[Employee, dict[str, str]]:
    """Register an employee."""
    with transaction() as session:
        employee = register_employee(session, **request, now=now())
        return employee, {"Location": url_for("employees.read_employee", employee_id=employee.id)}


@blueprint.get("/employees/<uuid:employee_id>", scope="employee:read")
@blueprint.response(200, EmployeeView)
def read_employee(employee_id: UUID) -> Employee:
    """Read an employee."""
    with transaction() as session:
        return employees.get(session, employee_id)
