"""Reach at run time: a transaction says once whose rows it may see and write; row security does the rest."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from asn_chassis.auth.caller import Caller

# Made by the migrations (`database.row_security`): it resolves the caller and sets asn.* until the transaction ends.
_ENTER = "SELECT enter(%s, %s, %s, %s, %s)"


def enter(connection: Connection, caller: Caller) -> None:
    """Give the transaction on this connection the caller's reach."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("reach needs a psycopg connection")
    person = (caller.issuer, caller.subject, None) if caller.person else (None, None, caller.unit_id)
    try:
        # Past SQLAlchemy, which takes longer to pass this on than PostgreSQL to answer it.
        raw.execute(_ENTER, (str(caller.reach or ""), caller.key, *person))
    except psycopg.OperationalError as error:
        # As SQLAlchemy does with its own statements: the connection is of no use any more.
        connection.invalidate(error)
        raise OperationalError(_ENTER, None, error) from error


_AS_WEB = text("""
    SELECT set_config('role', regexp_replace(session_user, '_service$', '_web'), true)
""")
_SET = text("SELECT set_config('asn.reach', :reach, true)")
_GET = text("SELECT current_setting('asn.reach', true)")


def under_security(session: Session) -> None:
    """Put the transaction of a `_service` login under row security, as `_web`, until it ends: it works for a caller."""
    session.execute(_AS_WEB)


@contextmanager
def unbounded(session: Session) -> Iterator[None]:
    """Let a decision read and write all that it concerns, whoever asks for it.

    Who may ask is settled before, by the lock on what is asked about; what is decided must not depend on who asks. That
    nobody decides about herself holds inside too.
    """
    before = session.scalar(_GET) or ""
    session.execute(_SET, {"reach": "all"})
    yield
    session.flush()
    session.execute(_SET, {"reach": before})
