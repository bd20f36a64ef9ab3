"""Defers a job in the caller's transaction: it is there with the commit, and gone with the rollback."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from asn_chassis.events.flow import started_flow
from asn_chassis.values import encode
from asn_kernel.period import Period

# What a job may carry: no text, which could hold a person's words or number.
Id = UUID | int | date | Period
FLOW = "_correlation_id"

_defer = text("SELECT jobs.defer(:task, :key, CAST(:at AS timestamptz), CAST(:args AS jsonb))")


def defer(session: Session, task: str, *, key: str | None = None, at: datetime | None = None, **ids: Id) -> None:
    """Have the work role run the task of this name with these ids, as soon as it can or not before `at`.

    With a `key`, made of its ids, it is not deferred again while one of the same task, key and `at` waits.
    """
    flow = started_flow()
    args = {**ids, **({FLOW: flow.correlation_id} if flow else {})}
    lock = None if key is None else " ".join([task, key, *([at.isoformat()] if at else [])])
    body = msgspec.json.encode(args, enc_hook=encode).decode()
    session.execute(_defer, {"task": task, "key": lock, "at": at, "args": body})
