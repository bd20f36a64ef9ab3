"""Locks on things that may not have a row yet, held until the transaction ends."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_hold = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def hold(session: Session, ids: Iterable[UUID]) -> None:
    """Wait for and hold the locks on these ids, in sorted order so that two holders never wait for each other."""
    keys = sorted({int.from_bytes(each.bytes[8:], signed=True) for each in ids})
    session.execute(_hold, {"keys": keys})
