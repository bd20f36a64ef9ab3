"""Positions and their competency standards over HTTP."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import post_load

from asn_chassis.clock import now
from asn_chassis.rows import Versions
from asn_chassis.web import Blueprint, DecisionView, Schema, View, etag, fields, pagination, transaction
from asn_kernel.codes import JobLevel
from employee_service.api import days
from employee_service.domain.competency import CODE, LEVELS
from employee_service.domain.position import Position, Standard
from employee_service.persistence import positions
from employee_service.usecases.define_position import define_position
from employee_service.usecases.revise_position import revise_position
from employee_service.usecases.revise_standard import revise_standard
from employee_service.usecases.withdraw_position import withdraw_position

_NONE_YET = "Empty before the first standard"
_SINCE = "Day from which this standard counts; null before the first one"
POSITION_CODE = r"[A-Z0-9][A-Z0-9_.-]{1,49}"

blueprint = Blueprint("positions", __name__, url_prefix="/v1", description="Positions and their standards.")


class RequirementRequest(Schema):
    """A competency and the level that the position asks for."""

    competency_code = fields.Code(CODE, max=50, required=True)
    level = fields.Integer(min=LEVELS[0], max=LEVELS[-1], required=True)


def _standard(**options: Any) -> fields.List:
    return fields.List(fields.Nested(RequirementRequest), min=1, max=100, unique_by="competency_code", **options)


class StandardRequest(Schema):
    """A competency standard (standar kompetensi jabatan) and the services served, from a day on."""

    standard = _standard(required=True)
    service_ids = fields.List(
        fields.UUID(),
        max=100,
        required=True,
        metadata={"description": "Public services that the holder serves; empty in the back office"},
    )
    effective_date = days.effective_date("Day from which the standard counts")

    @post_load
    def by_code(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Give the standard as code to level, each service once."""
        standard = data["standard"]
        levels = standard and {each["competency_code"]: each["level"] for each in standard}
        return {**data, "standard": levels, "service_ids": sorted(set(data["service_ids"]))}


class DefinePositionRequest(StandardRequest):
    """A position to define; without `standard` the levels expected of its job level count."""

    code = fields.Code(
        POSITION_CODE, max=50, required=True, metadata={"description": "Natural key", "examples": ["LOKET-1"]}
    )
    title = fields.String(max=200, required=True, metadata={"examples": ["Petugas loket"]})
    unit_id = fields.UUID(required=True)
    job_level = fields.Enum(JobLevel, required=True)
    standard = _standard(load_default=None, allow_none=True)


class RevisePositionRequest(Schema):
    """What is different about a position; its standard is revised from a day on, at its own address."""

    title = fields.String(max=200)
    job_level = fields.Enum(JobLevel)


class RequirementView(View):
    """A competency and the level that the position asks for."""

    competency_code = fields.String(required=True)
    level = fields.Integer(required=True)


class PositionView(View):
    """A position, and the standard that holds on the day `as_of`."""

    id = fields.UUID(attribute="position.id", required=True)
    code = fields.String(attribute="position.code", required=True)
    title = fields.String(attribute="position.title", required=True)
    unit_id = fields.UUID(attribute="position.unit_id", required=True)
    job_level = fields.Enum(JobLevel, attribute="position.job_level", required=True)
    service_ids = fields.List(fields.UUID(), required=True)
    standard = fields.List(fields.Nested(RequirementView), required=True, metadata={"description": _NONE_YET})
    effective_date = fields.Date(
        attribute="held.effective_date", dump_default=None, allow_none=True, metadata={"description": _SINCE}
    )
    decision = fields.Nested(
        DecisionView,
        attribute="held.proposal",
        dump_default=None,
        allow_none=True,
        metadata={"description": "How the standard was proposed; null where the office stated it"},
    )
    as_of = fields.Date(required=True)
    withdrawal_date = fields.Date(attribute="position.withdrawal_date", required=True, allow_none=True)
    withdrawal_reason = fields.String(attribute="position.withdrawal_reason", required=True, allow_none=True)
    version = fields.Integer(attribute="position.version", required=True)
    created_at = fields.DateTime(attribute="position.created_at", required=True)


@dataclass(frozen=True)
class PositionOnDay:
    """A position as it is shown for one day."""

    position: Position
    as_of: date

    @property
    def held(self) -> Standard | None:
        """The standard that holds on the day."""
        return self.position.standard_on(self.as_of)

    @property
    def headers(self) -> dict[str, str]:
        """The tag of this version on this day."""
        return etag(self.position.version, shown=self.as_of)

    @property
    def service_ids(self) -> tuple[UUID, ...]:
        """The services served on the day."""
        return () if self.held is None else self.held.service_ids

    @property
    def standard(self) -> list[dict[str, Any]]:
        """The requirements on the day, by code."""
        levels = {} if self.held is None else self.held.levels
        return [{"competency_code": code, "level": level} for code, level in sorted(levels.items())]


class PositionQuery(pagination.PageQuery, days.AsOfQuery):
    """Which of the positions to list that stand on a day, and that day is shown."""

    code = fields.String(max=50, load_default=None)
    unit_id = fields.UUID(load_default=None)
    subtree = pagination.Subtree()
    q = pagination.Q()
    sort = pagination.Sort(positions.SORTS)
    shown = pagination.Shown(PositionView)


@blueprint.get("/positions", scope="employee:read", personal=False)
@blueprint.arguments(PositionQuery, location="query")
@blueprint.response(200, pagination.page_view(PositionView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List the positions that stand on a day, in the order of their definition."""
    day = days.day_of(query)
    with transaction() as session:
        statement = positions.listed(**pagination.filters(query, "as_of"), on=day)
        page = pagination.page(session, statement, sorts=positions.SORTS, query=query)
        return page.of([PositionOnDay(position, day) for position in page.items])


@blueprint.post("/positions", scope="employee:write", idempotency="required")
@blueprint.arguments(DefinePositionRequest)
@blueprint.response(201, PositionView)
def create(request: dict[str, Any]) -> tuple[PositionOnDay, dict[str, str]]:
    """Define a position; the answer shows the day on which its standard begins, or today."""
    with transaction() as session:
        position = define_position(session, **request, at=now())
        day = max(days.today(), request["effective_date"])
        return PositionOnDay(position, day), {"Location": url_for("positions.read", position_id=position.id)}


@blueprint.get("/positions/<uuid:position_id>", scope="employee:read", personal=False)
@blueprint.arguments(days.AsOfQuery, location="query")
@blueprint.response(200, PositionView)
def read(query: dict[str, Any], position_id: UUID) -> tuple[PositionOnDay, dict[str, str]]:
    """Read a position as it is on a day."""
    with transaction() as session:
        shown = PositionOnDay(positions.get(session, position_id), days.day_of(query))
        return shown, shown.headers


@blueprint.patch("/positions/<uuid:position_id>", scope="employee:write", idempotency="optional")
@blueprint.merge_patch(RevisePositionRequest)
@blueprint.response(200, PositionView)
def change(changes: dict[str, Any], position_id: UUID, versions: Versions) -> tuple[PositionOnDay, dict[str, str]]:
    """Revise how a position is called and graded; the answer shows today."""
    with transaction() as session:
        position = revise_position(session, position_id=position_id, changes=changes, versions=versions, at=now())
        shown = PositionOnDay(position, days.today())
        return shown, shown.headers


@blueprint.post("/positions/<uuid:position_id>/standards", scope="employee:write", idempotency="required")
@blueprint.arguments(StandardRequest)
@blueprint.response(201, PositionView)
def revise(request: dict[str, Any], position_id: UUID) -> tuple[PositionOnDay, dict[str, str]]:
    """Revise the standard of a position; the answer shows the day on which it begins, or today."""
    with transaction() as session:
        position = revise_standard(session, position_id=position_id, **request, at=now())
        day = max(days.today(), request["effective_date"])
        return PositionOnDay(position, day), {"Location": url_for("positions.read", position_id=position.id)}


@blueprint.post(
    "/positions/<uuid:position_id>/withdrawal", scope="employee:write", idempotency="required", conditional=True
)
@blueprint.arguments(days.DatedWithdrawalRequest)
@blueprint.response(201, PositionView)
def withdraw(request: dict[str, Any], position_id: UUID, versions: Versions) -> tuple[PositionOnDay, dict[str, str]]:
    """Withdraw a position for good, from a day on which nobody holds it; the answer shows today."""
    with transaction() as session:
        position = withdraw_position(session, position_id=position_id, versions=versions, **request, at=now())
        shown = PositionOnDay(position, days.today())
        return shown, {"Location": url_for("positions.read", position_id=position.id), **shown.headers}
