"""Operations at the edge: begun, found, and shown to their caller."""

from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Row
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.files import operations
from asn_chassis.files.operations import OPEN
from asn_chassis.files.report import first_errors
from asn_chassis.ids import new_id
from asn_chassis.service import Resource, Service
from asn_chassis.web import problems
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import caller

# Seconds after which it is worth to look again.
LOOK_AGAIN = "2"


def resource_named(service: Service, name: str) -> Resource:
    """Return the resource of this name; ProblemError where the service has none."""
    known = {each.name: each for each in service.resources}
    if name not in known:
        raise ProblemError("unknown-resource", known=", ".join(sorted(known)))
    return known[name]


def begin(session: Session, kind: str, **what: Any) -> UUID:
    """Add an operation of whoever calls, and return its id."""
    who, operation_id = caller(), new_id()
    assert who is not None  # noqa: S101 -- the routes have a scope
    operations.create(session, operation_id=operation_id, kind=kind, caller=who, at=now(), **what)
    return operation_id


def found(session: Session, operation_id: UUID, *, lock: bool = False) -> Row[Any]:
    """Return the caller's own operation; ProblemError where there is none any more."""
    operation = operations.find(session, operation_id, lock=lock)
    if operation is None:
        raise ProblemError("operation-not-found", operation_id=operation_id)
    if operation.expires_at <= now():
        raise ProblemError("operation-expired", operation_id=operation_id)
    return operation


def accepted(session: Session, operation_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answer to whoever has begun an operation."""
    operation = found(session, operation_id)
    place = url_for("files.read", operation_id=operation_id)
    return shown(session, operation), {"Location": place, "Operation-Location": place, **headers(operation)}


def headers(operation: Row[Any]) -> dict[str, str]:
    """Return when to look again, while it is worth to."""
    return {"Retry-After": LOOK_AGAIN} if operation.status in OPEN else {}


def shown(session: Session, operation: Row[Any]) -> dict[str, Any]:
    """Return an operation as its view shows it."""
    shown = dict(operation._mapping)  # noqa: SLF001 -- SQLAlchemy's documented name
    told = operation.error
    if told is not None:
        values = {"variant": told.get("variant"), "values": told.get("values")}
        shown["error"] = problems.document(told["code"], **values)
    return shown | {"progress": operation, "result": _result(session, operation)}


def _result(session: Session, operation: Row[Any]) -> dict[str, Any] | None:
    if operation.status in OPEN:
        return None
    file = operation.kind == "export" and operation.status == "SUCCEEDED"
    return {
        "file": url_for("files.file", operation_id=operation.id) if file else None,
        "report": url_for("files.report", operation_id=operation.id) if operation.rejected else None,
        "first_rejections": first_errors(session, operation.id) if operation.rejected else [],
    }
