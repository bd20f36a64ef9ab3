"""The transaction of a request: opened at the edge, joined by whoever is inside."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g, request
from sqlalchemy.orm import Session

from asn_chassis.auth.caller import ANYBODY
from asn_chassis.database import Database
from asn_chassis.ops import failpoint
from asn_chassis.parts import parts
from asn_chassis.web.requests import caller


def database() -> Database:
    """Return the database of the service that answers this request."""
    return parts().database


@contextmanager
def transaction() -> Iterator[Session]:
    """Open this request's transaction with its caller's reach; inside another one (an idempotent route's) join it.

    The outermost block commits, so that the effect and the kept answer stand or fall together.
    """
    joined: Session | None = g.get("asn_session")
    if joined is not None:
        yield joined
        return
    with database().transaction(caller=caller() or ANYBODY) as session:
        g.asn_session = session
        try:
            yield session
        finally:
            g.pop("asn_session")
        failpoint.reach(f"{request.method}.done")
    failpoint.reach(f"{request.method}.committed")
