"""GET /v1/audit-records: who did and saw what, for those who watch over it."""

from typing import Any

from marshmallow import fields as marshmallow_fields
from sqlalchemy import Row, Select, or_, select

from asn_chassis import audit
from asn_chassis.database import tables_of
from asn_chassis.parts import parts
from asn_chassis.web import fields, pagination
from asn_chassis.web.blueprint import Blueprint
from asn_chassis.web.schema import View
from asn_chassis.web.transactions import transaction

_TEXTS = ("issuer", "subject", "client_id", "kind", "action")


class AuditQuery(pagination.PageQuery):
    """Which records."""

    employee_id = fields.UUID(
        load_default=None,
        metadata={"description": "The person whom it concerns, alone or as the filter of a list"},
    )
    issuer = fields.String(load_default=None, metadata={"description": "Issuer of the caller's token"})
    subject = fields.String(load_default=None, metadata={"description": "Subject of the caller's token"})
    client_id = fields.String(load_default=None, metadata={"description": "Client that called"})
    kind = fields.String(max=40, load_default=None, metadata={"examples": ["employees"]})
    action = fields.String(max=40, load_default=None, metadata={"examples": ["read", "list", "create"]})
    since = fields.DateTime(load_default=None, metadata={"description": "From this instant on"})
    until = fields.DateTime(load_default=None, metadata={"description": "Before this instant"})


class AuditRecordView(View):
    """One thing that a caller did or saw."""

    id = fields.Integer(required=True)
    position = fields.Integer(
        required=True, allow_none=True, metadata={"description": "In the chain; null: not sealed yet"}
    )
    at = fields.DateTime(required=True)
    issuer = fields.String(required=True)
    subject = fields.String(required=True)
    client_id = fields.String(required=True)
    person = fields.Boolean(required=True, metadata={"description": "Whether somebody had signed in"})
    agency = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True, allow_none=True)
    action = fields.String(required=True, metadata={"examples": ["read", "list", "create", "finalise"]})
    kind = fields.String(required=True, metadata={"description": "Kind of resource", "examples": ["employees"]})
    resource_id = fields.UUID(required=True, allow_none=True)
    employee_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The person whom it concerns"})
    filters = marshmallow_fields.Dict(
        keys=marshmallow_fields.String(),
        values=marshmallow_fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "Filters by name; values are keyed hashes"},
    )
    count = fields.Integer(required=True, allow_none=True, metadata={"description": "Items that a list showed"})
    status = fields.Integer(required=True, metadata={"description": "HTTP status of the answer"})
    request_id = fields.String(required=True)
    correlation_id = fields.String(required=True)


def blueprint_of(service: str) -> Blueprint:
    """Return the route of a service: its scope is the service's own."""
    blueprint = Blueprint("audit-records", __name__, url_prefix="/v1", description="Who did and saw what.")

    @blueprint.get("/audit-records", scope=f"{service}:audit")
    @blueprint.arguments(AuditQuery, location="query")
    @blueprint.response(200, pagination.page_view(AuditRecordView))
    def list_(query: dict[str, Any]) -> pagination.Page:
        """List audit records in the order in which they were made; this request will be one of them."""
        with transaction() as session:
            table = tables_of(session).audit_record
            return pagination.page(session, _listed(table, query), sorts={"id": (table.c.id,)}, query=query)

    return blueprint


def _listed(table: Any, query: dict[str, Any]) -> Select[Row[Any]]:
    given = {name: query[name] for name in _TEXTS if query[name] is not None}
    statement = select(table).where(*(table.c[name] == value for name, value in given.items()))
    if (employee_id := query["employee_id"]) is not None:
        as_filter = audit.hashed(parts().config.audit_key, "employee_id", employee_id)
        statement = statement.where(
            or_(table.c.employee_id == employee_id, table.c.filters["employee_id"].astext == as_filter)
        )
    if query["since"] is not None:
        statement = statement.where(table.c.at >= query["since"])
    if query["until"] is not None:
        statement = statement.where(table.c.at < query["until"])
    return statement
