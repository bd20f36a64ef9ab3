"""POST /v1/imports and /v1/exports, and the operations that they begin."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request

from asn_chassis import jobs
from asn_chassis.clock import now
from asn_chassis.files import operations
from asn_chassis.files.formats import BY_FORMAT, MEDIA_TYPES, MOST_BYTES, Format
from asn_chassis.files.operations import OPEN
from asn_chassis.files.report import COLUMNS, report_rows
from asn_chassis.files.showing import accepted, begin, found, headers, resource_named, shown
from asn_chassis.files.staging import size_of, stage, staged
from asn_chassis.files.tasks import EXPORT, IMPORT
from asn_chassis.files.uploads import chunks_of
from asn_chassis.files.views import Answer, ExportRequest, ImportQuery, OperationView
from asn_chassis.files.writing import csv_of
from asn_chassis.service import Service
from asn_chassis.web.blueprint import Blueprint
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import caller
from asn_chassis.web.transactions import database, transaction


def blueprint_of(service: Service) -> Blueprint:
    """Return the routes of a service that has resources to import and export."""
    blueprint = Blueprint("files", __name__, url_prefix="/v1", description="Tables in and out, as files.")
    _add_beginnings(blueprint, service)
    _add_operations(blueprint, service)
    _add_contents(blueprint, service)
    return blueprint


def _add_beginnings(blueprint: Blueprint, service: Service) -> None:
    said = {
        "content": {name: {"schema": {"type": "string", "format": "binary"}} for name in MEDIA_TYPES},
        "required": True,
    }

    @blueprint.post("/imports", scope=f"{service.name}:import", idempotency="required", streams=MOST_BYTES)
    @blueprint.arguments(ImportQuery, location="query")
    @blueprint.response(202, OperationView)
    @blueprint.doc(requestBody=said)
    def import_(query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Take in a file: its rows are checked and taken later, and the operation says what became of them."""
        resource, kind = resource_named(service, query["resource"]), MEDIA_TYPES.get(request.mimetype)
        if kind is None:
            raise ProblemError("unsupported-media-type", variant="file", headers={"Accept": ", ".join(MEDIA_TYPES)})
        how = {
            "mode": query["mode"],
            "dry_run": query["dry_run"] is Answer.TRUE,
            "together": query["all"] is Answer.TRUE,
        }
        with transaction() as session:
            operation_id = begin(session, "import", resource=resource.name, format=kind, **how)
            stage(session, operation_id, chunks_of(kind))
            jobs.defer(session, IMPORT, operation_id=operation_id)
            return accepted(session, operation_id)

    @blueprint.post("/exports", scope=f"{service.name}:read", idempotency="required")
    @blueprint.arguments(ExportRequest)
    @blueprint.response(202, OperationView)
    def export(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Write a file of all that the caller may see; the operation says where it is."""
        resource = resource_named(service, body["resource"])
        with transaction() as session:
            operation_id = begin(session, "export", resource=resource.name, format=body["format"])
            jobs.defer(session, EXPORT, operation_id=operation_id)
            return accepted(session, operation_id)


def _add_operations(blueprint: Blueprint, service: Service) -> None:
    @blueprint.get("/operations/<uuid:operation_id>", scope=f"{service.name}:read")
    @blueprint.response(200, OperationView)
    def read(operation_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
        """Read how far an operation of one's own has come."""
        with transaction() as session:
            operation = found(session, operation_id)
            return shown(session, operation), headers(operation)

    @blueprint.delete("/operations/<uuid:operation_id>", scope=f"{service.name}:read")
    @blueprint.response(200, OperationView)
    def cancel(operation_id: UUID) -> dict[str, Any]:
        """Cancel an operation of one's own; the rows that it has taken stay."""
        with transaction() as session:
            operation = found(session, operation_id, lock=True)
            if operation.status not in OPEN:
                raise ProblemError("operation-over", operation_id=operation_id, status=operation.status)
            operations.finish(session, operation_id, "CANCELED", at=now())
            return shown(session, found(session, operation_id))


def _add_contents(blueprint: Blueprint, service: Service) -> None:
    @blueprint.get("/operations/<uuid:operation_id>/report", scope=f"{service.name}:read")
    @blueprint.response(200, {"type": "string"}, content_type="text/csv")
    def report(operation_id: UUID) -> Response:
        """Read the rejected rows as CSV, each with what is wrong, to correct and send again."""
        with transaction() as session:
            operation = found(session, operation_id)
            name = operation.resource
        columns = list(resource_named(service, name).row().fields)

        # The answer is made after the request's own transaction has ended.
        own = partial(database().transaction, caller=caller())

        def content() -> Iterator[bytes]:
            with own() as session:
                yield from csv_of([*COLUMNS, *columns], report_rows(session, operation_id, columns))

        return _download(content(), Format.CSV, f"{name}-report")

    @blueprint.get("/operations/<uuid:operation_id>/file", scope=f"{service.name}:read")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
    def file(operation_id: UUID) -> Response:
        """Read the file of an export that has succeeded."""
        with transaction() as session:
            operation = found(session, operation_id)
            if operation.kind != "export" or operation.status != "SUCCEEDED":
                raise ProblemError("operation-without-file", operation_id=operation_id)
            size = size_of(session, operation_id)
        kind = Format(operation.format)
        own = partial(database().transaction, caller=caller())
        answer = _download(staged(own, operation_id), kind, operation.resource)
        answer.content_length = size
        return answer


def _download(content: Iterator[bytes], kind: Format, name: str) -> Response:
    answer = Response(content, content_type=BY_FORMAT[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
