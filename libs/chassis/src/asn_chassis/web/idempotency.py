"""Idempotency-Key: a repeated POST gets the first answer again, and its effect once."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, g, make_response, request
from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.database import tables_of
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.transactions import transaction

# A structured-field string (RFC 8941), or the same unquoted.
KEY = re.compile(r'(?P<quote>"?)(?P<key>[!#-\[\]-~]{1,128})(?P=quote)')
KEPT_HEADERS = ("Location", "ETag", "Content-Type", "Content-Language")


def idempotent(view: Callable[..., Any], *, required: bool) -> Callable[..., Response]:
    """Wrap a view: the key is claimed first, the answer kept, in the transaction of the effect.

    A second request with the key waits for the first, then gets its stored answer, so the effect exists once.
    Only success is kept: a refused request has had no effect and is judged anew.
    """

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Response:
        key = _key(required=required)
        if key is None:
            return make_response(view(*args, **kwargs))
        identity = {
            "client_id": getattr(g.get("caller"), "client_id", ""),
            "method": request.method,
            "path": request.path,
            "key": key,
        }
        fingerprint = hashlib.sha256(request.get_data(cache=True)).digest()
        with transaction() as session:
            if not _claim(session, identity, fingerprint):
                return _replay(_stored(session, identity), fingerprint)
            response = make_response(view(*args, **kwargs))
            _keep(session, identity, response)
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


def _keep(session: Session, identity: dict[str, Any], response: Response) -> None:
    table = tables_of(session).idempotency
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    kept = {"status": response.status_code, "headers": headers, "body": response.get_data()}
    session.flush()
    session.execute(update(table).filter_by(**identity).values(**kept))


def _replay(stored: Row[Any], fingerprint: bytes) -> Response:
    if stored.fingerprint != fingerprint:
        raise ProblemError("idempotency-key-reused")
    return Response(stored.body, stored.status, headers={**stored.headers, "Idempotency-Replayed": "true"})
