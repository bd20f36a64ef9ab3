"""Idempotency-Key: a repeated POST gets the first answer again, and its effect once."""

import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Literal

from flask import Response, g, make_response, request
from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.auth.caller import ANYBODY
from asn_chassis.clock import now
from asn_chassis.database import tables_of
from asn_chassis.ops import metrics
from asn_chassis.parts import parts
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import caller
from asn_chassis.web.transactions import transaction
from asn_kernel.business_day import business_day, start_of

# A structured-field string (RFC 8941), or the same unquoted.
KEY = re.compile(r'(?P<quote>"?)(?P<key>[!#-\[\]-~]{1,128})(?P=quote)')
KEPT_HEADERS = ("Location", "ETag", "Content-Type", "Content-Language")
NOTHING = b"{}"

Idempotency = Literal["required", "optional", "anonymous"]


def idempotent(view: Callable[..., Any], mode: Idempotency, *, streams: bool = False) -> Callable[..., Response]:
    """Wrap a view: the key is claimed first, the answer kept, in the transaction of the effect.

    A second request with the key waits for the first, then gets its stored answer, so the effect exists once.
    Only success is kept: a refused request has had no effect and is judged anew.

    In the mode `anonymous` the key is optional, neither the answer nor the moment is kept, and a repetition gets an
    empty object. Nobody owns a key there, so it counts together with the body alone: who guesses another's key neither
    blocks it, nor has the other's request taken for a repetition, nor learns whether it was used.

    Of a body that the view `streams` the fingerprint is known once it has been read.
    """

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Response:
        key = _key(required=mode == "required")
        if key is None:
            return make_response(view(*args, **kwargs))
        identities, fingerprints = _identities(key, mode, b"" if streams else request.get_data(cache=True))
        with transaction() as session:
            stored = _known(session, identities, fingerprints[0])
            if stored is not None:
                return _replay(stored, _seals_of_stream() if streams else fingerprints, told=mode != "anonymous")
            response = make_response(view(*args, **kwargs))
            kept = _without_trace(response) if mode == "anonymous" else _in_full(response)
            if streams:
                kept["fingerprint"] = _seals_of_stream()[0]
            _keep(session, identities[0], kept)
        metrics.idempotency.labels("first").inc()
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


def _identities(key: str, mode: Idempotency, body: bytes) -> tuple[list[dict[str, Any]], list[bytes]]:
    """Return under what this request may be known, and its body's fingerprint, of each secret: that of today first."""
    base = {"caller": (caller() or ANYBODY).key, "method": request.method, "path": request.path}
    if mode == "anonymous":
        seals = _seals(request.path.encode(), key.encode(), body)
        return [{**base, "key": seal.hex()} for seal in seals], [b""]
    return [{**base, "key": key}], _seals(body)


def _seals_of_stream() -> list[bytes]:
    """Return the fingerprints of a body that was too large to hold, and of the query, which says what it is."""
    return _seals(request.query_string, g.upload.digest())


def _seals(*said: bytes) -> list[bytes]:
    """Return HMACs: whoever reads the table cannot find a body again by trying all that there may be."""
    config = parts().config
    secrets = [secret for secret in (config.cursor_key, config.cursor_key_previous) if secret is not None]
    derived = [hmac.digest(secret.encode(), b"idempotency", "sha256") for secret in secrets]
    # Neither a path nor a key holds NUL.
    return [hmac.digest(secret, b"\0".join(said), "sha256") for secret in derived]


def _known(session: Session, identities: list[dict[str, Any]], fingerprint: bytes) -> Row[Any] | None:
    """Return what is kept of this request; None when it is new, and claimed from now on."""
    for former in identities[1:]:
        if (stored := _stored(session, former)) is not None:
            return stored
    return None if _claim(session, identities[0], fingerprint) else _stored(session, identities[0])


def _claim(session: Session, identity: dict[str, Any], fingerprint: bytes) -> bool:
    table = tables_of(session).idempotency
    statement = insert(table).values(fingerprint=fingerprint, **identity).on_conflict_do_nothing()
    return session.execute(statement.returning(table.c.key)).first() is not None


def _stored(session: Session, identity: dict[str, Any]) -> Row[Any] | None:
    table = tables_of(session).idempotency
    return session.execute(select(table).filter_by(**identity)).one_or_none()


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


def _replay(stored: Row[Any], fingerprints: list[bytes], *, told: bool) -> Response:
    if stored.fingerprint not in fingerprints:
        metrics.idempotency.labels("reused").inc()
        raise ProblemError("idempotency-key-reused")
    metrics.idempotency.labels("replayed").inc()
    replayed = {"Idempotency-Replayed": "true"} if told else {}
    return Response(stored.body, stored.status, headers={**stored.headers, **replayed})
