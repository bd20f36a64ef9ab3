"""Assignments of employees to positions over HTTP."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from employee_service.api import days
from employee_service.domain.career import Assignment
from employee_service.persistence import careers, employees
from employee_service.usecases.assign_employee import assign_employee

blueprint = Blueprint("assignments", __name__, url_prefix="/v1", description="Careers: who holds which position.")


class AssignEmployeeRequest(Schema):
    """The new position of an employee and the day from which it counts."""

    position_id = fields.UUID(required=True)
    effective_date = days.effective_date("Day from which the position is held; it may lie ahead")


class AssignmentView(View):
    """One step in a career."""

    id = fields.UUID(required=True)
    position_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    effective_date = fields.Date(required=True)
    recorded_at = fields.DateTime(required=True)


class AssignmentQuery(pagination.PageQuery):
    """Which assignments."""

    sort = pagination.Sort(careers.SORTS)
    shown = pagination.Shown(AssignmentView)


@blueprint.get("/employees/<uuid:employee_id>/assignments", scope="employee:read")
@blueprint.arguments(AssignmentQuery, location="query")
@blueprint.response(200, pagination.page_view(AssignmentView))
def list_(query: dict[str, Any], employee_id: UUID) -> pagination.Page:
    """List the whole career of an employee, oldest first, with what is still to come."""
    with transaction() as session:
        employee = employees.get(session, employee_id)
        statement = careers.assignments_of(employee.id)
        return pagination.page(session, statement, sorts=careers.SORTS, query=query)


@blueprint.post("/employees/<uuid:employee_id>/assignments", scope="employee:write", idempotency="required")
@blueprint.arguments(AssignEmployeeRequest)
@blueprint.response(201, AssignmentView)
def create(request: dict[str, Any], employee_id: UUID) -> tuple[Assignment, dict[str, str]]:
    """Assign an employee to another position."""
    with transaction() as session:
        assignment = assign_employee(session, employee_id=employee_id, **request, at=now())
        return assignment, {"Location": url_for("employees.read", employee_id=employee_id)}
