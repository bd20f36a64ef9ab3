"""Idempotency-Key: a repeated POST gets the first answer again, and its effect once."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Literal

from flask import Response, make_response, request
from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.clock import now
from asn_chassis.database import tables_of
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import caller
from asn_chassis.web.transactions import transaction
from asn_kernel.business_day import business_day, start_of

# A structured-field string (RFC 8941), or the same unquoted.
KEY = re.compile(r'(?P<quote>"?)(?P<key>[!#-\[\]-~]{1,128})(?P=quote)')
KEPT_HEADERS = ("Location", "ETag", "Content-Type", "Content-Language")
NOTHING = b"{}"

Idempotency = Literal["required", "optional", "anonymous"]


def idempotent(view: Callable[..., Any], mode: Idempotency) -> Callable[..., Response]:
    """Wrap a view: the key is claimed first, the answer kept, in the transaction of the effect.

    A second request with the key waits for the first, then gets its stored answer, so the effect exists once.
    Only success is kept: a refused request has had no effect and is judged anew. In the mode `anonymous` the key is
    optional, neither the answer nor the moment is kept, and a repetition gets an empty object.
    """

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Response:
        key = _key(required=mode == "required")
        if key is None:
            return make_response(view(*args, **kwargs))
        who = caller()
        identity = {
            "client_id": who.client_id if who else "",
            "method": request.method,
            "path": request.path,
            "key": key,
        }
        fingerprint = hashlib.sha256(request.get_data(cache=True)).digest()
        with transaction() as session:
            if not _claim(session, identity, fingerprint):
                return _replay(_stored(session, identity), fingerprint)
            response = make_response(view(*args, **kwargs))
            kept = _without_trace(response) if mode == "anonymous" else _in_full(response)
            _keep(session, identity, kept)
        return response

    return once


def _key(*, required: bool) -> str | None:
    header = request.headers.get("Idempotency-Key")
    if header is None:
        if required:
            raise ProblemError("idempotency-key-missing")
        return None
    match = KEY.fullmatch(header)
    if match is None:
        raise ProblemError("invalid-header", header="Idempotency-Key")
    return match["key"]


def _claim(session: Session, identity: dict[str, Any], fingerprint: bytes) -> bool:
    table = tables_of(session).idempotency
    statement = insert(table).values(fingerprint=fingerprint, **identity).on_conflict_do_nothing()
    return session.execute(statement.returning(table.c.key)).first() is not None


def _stored(session: Session, identity: dict[str, Any]) -> Row[Any]:
    table = tables_of(session).idempotency
    return session.execute(select(table).filter_by(**identity)).one()


def _in_full(response: Response) -> dict[str, Any]:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return {"status": response.status_code, "headers": headers, "body": response.get_data()}


def _without_trace(response: Response) -> dict[str, Any]:
    """Return what says neither which answer it was nor when it came.

    The row is dated by the beginning of the next business day, so that it is forgotten no earlier than any other.
    """
    headers = {"Content-Type": "application/json"}
    return {"status": response.status_code, "headers": headers, "body": NOTHING, "created_at": _next_day(now())}


def _next_day(at: datetime) -> datetime:
    return start_of(business_day(at) + timedelta(days=1))


def _keep(session: Session, identity: dict[str, Any], kept: dict[str, Any]) -> None:
    table = tables_of(session).idempotency
    session.flush()
    session.execute(update(table).filter_by(**identity).values(**kept))


def _replay(stored: Row[Any], fingerprint: bytes) -> Response:
    if stored.fingerprint != fingerprint:
        raise ProblemError("idempotency-key-reused")
    return Response(stored.body, stored.status, headers={**stored.headers, "Idempotency-Replayed": "true"})
