"""Units of the city government over HTTP."""

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
from asn_kernel.codes import UnitKind
from employee_service.api import days
from employee_service.domain.unit import Unit
from employee_service.persistence import units
from employee_service.usecases.register_unit import register_unit
from employee_service.usecases.register_units import NewUnit, register_units
from employee_service.usecases.revise_unit import revise_unit
from employee_service.usecases.withdraw_unit import withdraw_unit

UNIT_CODE = r"[A-Z0-9][A-Z0-9_.-]{1,49}"

blueprint = Blueprint("units", __name__, url_prefix="/v1", description="Units of the city government.")


class RegisterUnitRequest(Schema):
    """A unit to register."""

    code = fields.Code(UNIT_CODE, max=50, required=True, metadata={"description": "Natural key, unique in the city"})
    name = fields.String(max=200, required=True)
    kind = fields.Enum(UnitKind, required=True, metadata={"examples": ["DINAS"]})
    parent_code = fields.String(
        max=50, load_default=None, allow_none=True, metadata={"description": "Code of the unit above; null at the top"}
    )


class ReviseUnitRequest(Schema):
    """What is different about a unit; its code stays."""

    name = fields.String(max=200)
    kind = fields.Enum(UnitKind)
    parent_code = fields.String(
        max=50, allow_none=True, metadata={"description": "Code of the unit above; null at the top"}
    )


class UnitView(View):
    """A unit."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.Enum(UnitKind, required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    withdrawal_date = fields.Date(required=True, allow_none=True)
    withdrawal_reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)


class UnitQuery(pagination.PageQuery, days.AsOfQuery):
    """Which of the units to list that stand on a day."""

    code = fields.String(max=50, load_default=None)
    kind = fields.Enum(UnitKind, load_default=None)
    q = pagination.Q()
    sort = pagination.Sort(units.SORTS)
    shown = pagination.Shown(UnitView)


@blueprint.get("/units", scope="employee:read", personal=False)
@blueprint.arguments(UnitQuery, location="query")
@blueprint.response(200, pagination.page_view(UnitView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List the units that stand on a day, in the order of their registration."""
    with transaction() as session:
        statement = units.listed(**pagination.filters(query, "as_of"), on=days.day_of(query))
        return pagination.page(session, statement, sorts=units.SORTS, query=query)


@blueprint.post("/units", scope="employee:write", idempotency="required")
@blueprint.arguments(RegisterUnitRequest)
@blueprint.response(201, UnitView)
def create(request: dict[str, Any]) -> tuple[Unit, dict[str, str]]:
    """Register a unit."""
    with transaction() as session:
        unit = register_unit(session, **request, at=now())
        return unit, {"Location": url_for("units.read", unit_id=unit.id), **etag(unit.version)}


@blueprint.get("/units/<uuid:unit_id>", scope="employee:read", personal=False)
@blueprint.response(200, UnitView)
def read(unit_id: UUID) -> tuple[Unit, dict[str, str]]:
    """Read a unit."""
    with transaction() as session:
        unit = units.get(session, unit_id)
        return unit, etag(unit.version)


@blueprint.patch("/units/<uuid:unit_id>", scope="employee:write", idempotency="optional")
@blueprint.merge_patch(ReviseUnitRequest)
@blueprint.response(200, UnitView)
def change(changes: dict[str, Any], unit_id: UUID, versions: Versions) -> tuple[Unit, dict[str, str]]:
    """Revise a unit: its name, its kind, its place in the tree."""
    with transaction() as session:
        unit = revise_unit(session, unit_id=unit_id, changes=changes, versions=versions, at=now())
        return unit, etag(unit.version)


@blueprint.post("/units/<uuid:unit_id>/withdrawal", scope="employee:write", idempotency="required", conditional=True)
@blueprint.arguments(days.DatedWithdrawalRequest)
@blueprint.response(201, UnitView)
def withdraw(request: dict[str, Any], unit_id: UUID, versions: Versions) -> tuple[Unit, dict[str, str]]:
    """Withdraw a unit for good, from a day on which no unit and no position below it stands."""
    with transaction() as session:
        unit = withdraw_unit(session, unit_id=unit_id, versions=versions, **request, at=now())
        return unit, {"Location": url_for("units.read", unit_id=unit.id), **etag(unit.version)}


def _take(session: Session, rows: Sequence[dict[str, Any]], *, revising: bool, at: datetime) -> list[Exception | None]:
    answers = register_units(session, told=[NewUnit(**row) for row in rows], revising=revising, at=at)
    return [answer if isinstance(answer, Exception) else None for answer in answers]


RESOURCE = Resource("units", row=RegisterUnitRequest, apply=_take, listed=units.tabled)
