"""Audits requests in one place: the route knows the operation and the ids, the answer how much was shown."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from flask import Flask, current_app, g, make_response, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from asn_chassis import audit
from asn_chassis.parts import parts
from asn_chassis.web.requests import caller
from asn_chassis.web.transactions import transaction

log = logging.getLogger(__name__)

# The argument of a path, and the field of an answer, that names the person whom a request concerns.
PERSON = "employee_id"
REFUSED = (403, 404)
PAGING = frozenset({"cursor", "limit"})


class _Shown(msgspec.Struct):
    """What of an answer is looked at: how many items, or whom the one thing concerns."""

    items: list[msgspec.Raw] | None = None
    employee_id: UUID | None = None


_shown = msgspec.json.Decoder(_Shown)


def audited(view: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a view: its transaction keeps who asked, for what, and how much was shown, or nothing of it happens."""

    @wraps(view)
    def recorded(*args: Any, **kwargs: Any) -> Any:
        with transaction() as session:
            response = make_response(view(*args, **kwargs))
            repeated = "Idempotency-Replayed" in response.headers
            note(session, _what(response), action="read" if repeated else _action(), status=response.status_code)
        return response

    return recorded


def note(session: Session, what: audit.What, *, action: str, status: int = 200) -> None:
    """Record what the caller of this request did or saw; a public request has no caller, and leaves no record."""
    who = caller()
    if who is not None:
        audit.record(session, who, action=action, what=what, request_id=g.request_id, status=status)


def install(app: Flask) -> None:
    """Record the requests that were refused to a known caller: what it may not do, and what is not there for it."""
    app.after_request(_note_refusal)


def _note_refusal(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    if response.status_code in REFUSED and getattr(view, "audited", False) and caller() is not None:
        what = _about(_ids(request.view_args or {}))
        try:
            # Of its own: what was refused has been rolled back.
            with transaction() as session:
                note(session, what, action=_action(), status=response.status_code)
        except SQLAlchemyError:
            log.exception("a refusal was not audited", extra={"request_id": g.request_id})
    return response


def _action() -> str:
    """Return the name of the operation: `list`, `read`, `create`, `change`, `close` and so on."""
    return str(request.endpoint).rpartition(".")[2].strip("_")


def _what(response: Response) -> audit.What:
    shown = _shown.decode(response.get_data()) if response.is_json else _Shown()
    ids = _ids(request.view_args or {}) or _ids(_arguments_of(response.headers.get("Location")))
    concerned = {PERSON: shown.employee_id} if shown.employee_id else {}
    count = None if shown.items is None else len(shown.items)
    return _about(concerned | ids, count)


def _about(ids: Mapping[str, UUID], count: int | None = None) -> audit.What:
    kind = request.blueprint or ""
    return audit.What(kind, ids.get("resource_id"), ids.get(PERSON), filters=_filters(), count=count)


def _ids(arguments: Mapping[str, Any]) -> dict[str, UUID]:
    """Return the last id as the resource's; an employee's, wherever it stands, is also that of the person."""
    ids = {name: value for name, value in arguments.items() if isinstance(value, UUID)}
    if not ids:
        return {}
    person = {PERSON: ids[PERSON]} if PERSON in ids else {}
    return {"resource_id": list(ids.values())[-1], **person}


def _arguments_of(location: str | None) -> Mapping[str, Any]:
    """Return the arguments of our own path that the Location of a new thing has."""
    if location is None:
        return {}
    try:
        _, arguments = current_app.url_map.bind("").match(urlsplit(location).path, method="GET")
    except HTTPException:
        return {}
    return arguments


def _filters() -> dict[str, str] | None:
    """Return the names of the query's filters with hashes of their values; None without any."""
    key = parts().config.audit_key
    given = {name: value for name, value in request.args.items() if name not in PAGING}
    return {name: audit.hashed(key, name, _spelled(value)) for name, value in given.items()} or None


def _spelled(value: str) -> str:
    """Return an id in its usual spelling, so that it has one hash; anything else as it is."""
    try:
        return str(UUID(value))
    except ValueError:
        return value
