"""Employees over HTTP: the only place where a NIP or a name goes in or out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.rows import Versions
from asn_chassis.service import Resource
from asn_chassis.web import Blueprint, Schema, View, etag, fields, pagination, transaction
from asn_kernel.codes import Employment
from employee_service.api import days
from employee_service.persistence import employees
from employee_service.usecases.correct_employee import correct_employee
from employee_service.usecases.read_employee import EmployeeOnDay, read_changed_employee, read_employee
from employee_service.usecases.register_employee import register_employee
from employee_service.usecases.register_employees import NewEmployee, register_employees

blueprint = Blueprint("employees", __name__, url_prefix="/v1", description="Civil servants (ASN).")


class RegisterEmployeeRequest(Schema):
    """An employee to register, with the position held from a day on."""

    nip = fields.String(
        max=40,
        required=True,
        metadata={"description": "NIP of a PNS or NI of a PPPK: 18 digits, spaces allowed", "x-personal": True},
    )
    name = fields.String(max=200, required=True, metadata={"examples": ["Pegawai Contoh"], "x-personal": True})
    employment = fields.Enum(
        Employment, load_default=None, allow_none=True, metadata={"description": "Only to be checked against the NIP"}
    )
    grade = fields.String(max=10, required=True, metadata={"examples": ["III/a", "IX"]})
    position_id = fields.UUID(required=True)
    effective_date = days.effective_date("Day from which the position is held; not before the appointment")


class CorrectEmployeeRequest(Schema):
    """What was registered wrongly about an employee."""

    nip = fields.String(
        max=40,
        metadata={"description": "NIP of a PNS or NI of a PPPK: 18 digits, spaces allowed", "x-personal": True},
    )
    name = fields.String(max=200, metadata={"x-personal": True})
    grade = fields.String(max=10, metadata={"examples": ["III/a", "IX"]})


class EmployeeView(View):
    """An employee, and the position held on the day `as_of`."""

    id = fields.UUID(required=True)
    nip = fields.String(attribute="nip.digits", required=True, metadata={"x-personal": True})
    name = fields.String(required=True, metadata={"x-personal": True})
    employment = fields.Enum(Employment, required=True)
    grade = fields.String(required=True)
    rank = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Pangkat; a PPPK has none"},
    )
    position_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    effective_date = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "Day from which the position is held; null, as position and unit, before the first"},
    )
    as_of = fields.Date(required=True)
    unusual_start_age = fields.Boolean(
        required=True,
        metadata={"description": "The age at appointment that the NIP shows is worth a second look"},
    )
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)


class EmployeeQuery(pagination.PageQuery, days.AsOfQuery):
    """Which employees to list, and the day that is shown."""

    nip = fields.String(max=40, load_default=None)
    unit_id = fields.UUID(
        load_default=None, metadata={"description": "Unit of the assignment that holds on the day that is shown"}
    )
    subtree = pagination.Subtree()
    q = pagination.Q()
    sort = pagination.Sort(employees.SORTS)
    shown = pagination.Shown(EmployeeView)


@blueprint.get("/employees", scope="employee:read")
@blueprint.arguments(EmployeeQuery, location="query")
@blueprint.response(200, pagination.page_view(EmployeeView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List employees in the order of their registration."""
    day = days.day_of(query)
    with transaction() as session:
        statement = employees.listed(**pagination.filters(query, "as_of"), on=day)
        page = pagination.page(session, statement, sorts=employees.SORTS, query=query, values={"day": day})
        return page.of([EmployeeOnDay.read(row, as_of=day) for row in page.items])


@blueprint.post("/employees", scope="employee:write", idempotency="required")
@blueprint.arguments(RegisterEmployeeRequest)
@blueprint.response(201, EmployeeView)
def create(request: dict[str, Any]) -> tuple[EmployeeOnDay, dict[str, str]]:
    """Register an employee; the answer shows the day on which the position begins, or today."""
    with transaction() as session:
        employee = register_employee(session, **request, at=now())
        day = max(days.today(), request["effective_date"])
        shown = read_changed_employee(session, employee=employee, as_of=day)
        return shown, {"Location": url_for("employees.read", employee_id=employee.id)}


@blueprint.get("/employees/<uuid:employee_id>", scope="employee:read")
@blueprint.arguments(days.AsOfQuery, location="query")
@blueprint.response(200, EmployeeView)
def read(query: dict[str, Any], employee_id: UUID) -> tuple[EmployeeOnDay, dict[str, str]]:
    """Read an employee as of a day."""
    with transaction() as session:
        shown = read_employee(session, employee_id=employee_id, as_of=days.day_of(query))
        return shown, etag(shown.version, shown=shown.as_of)


@blueprint.patch("/employees/<uuid:employee_id>", scope="employee:write", idempotency="optional")
@blueprint.merge_patch(CorrectEmployeeRequest)
@blueprint.response(200, EmployeeView)
def change(changes: dict[str, str], employee_id: UUID, versions: Versions) -> tuple[EmployeeOnDay, dict[str, str]]:
    """Correct what was registered wrongly about an employee; the answer shows today."""
    with transaction() as session:
        employee = correct_employee(session, employee_id=employee_id, changes=changes, versions=versions, at=now())
        shown = read_changed_employee(session, employee=employee, as_of=days.today())
        return shown, etag(employee.version, shown=shown.as_of)


class EmployeeRow(Schema):
    """A row of a file: an employee, and the position held from a day on."""

    nip = fields.String(max=40, required=True)
    name = fields.String(max=200, required=True)
    employment = fields.Enum(Employment, load_default=None, allow_none=True)
    grade = fields.String(max=10, required=True)
    position_code = fields.String(max=50, required=True)
    effective_date = days.effective_date("Day from which the position is held")


def _take(
    session: Session, rows: Sequence[dict[str, Any]], *, revising: bool, at: datetime
) -> Sequence[Exception | None]:
    return register_employees(session, told=[NewEmployee(**row) for row in rows], revising=revising, at=at)


RESOURCE = Resource("employees", row=EmployeeRow, apply=_take, listed=lambda: employees.tabled(days.today()))
