"""Operations: imports and exports by id, each with its state, its progress, and whose it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.database import Database, tables_of
from asn_chassis.database.reach import under_security

KEPT_DAYS = 30
OPEN = ("NOT_STARTED", "RUNNING")


def create(session: Session, *, operation_id: UUID, kind: str, caller: Caller, at: datetime, **what: Any) -> None:
    """Add an operation of this caller, which has not begun."""
    whose = {
        "caller": caller.key,
        "issuer": caller.issuer,
        "client_id": caller.client_id,
        "subject": caller.subject,
        "person": caller.person,
        "reach": caller.reach,
        "unit_id": caller.unit_id,
    }
    times = {"created_at": at, "expires_at": at + timedelta(days=KEPT_DAYS)}
    table = tables_of(session).operation
    session.execute(insert(table).values(id=operation_id, kind=kind, status="NOT_STARTED", **whose, **times, **what))


def find(session: Session, operation_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """Return the operation, if whoever asks may see one of this id; with `lock` held until the transaction ends."""
    table = tables_of(session).operation
    query = select(table).where(table.c.id == operation_id)
    return session.execute(query.with_for_update() if lock else query).one_or_none()


def begin(session: Session, operation_id: UUID) -> Row[Any] | None:
    """Say that somebody is at the operation, and return it; None where it is over."""
    operation = find(session, operation_id, lock=True)
    if operation is None or operation.status not in OPEN:
        return None
    change(session, operation_id, status="RUNNING")
    return operation


def change(session: Session, operation_id: UUID, **values: Any) -> None:
    """Set these columns of the operation."""
    table = tables_of(session).operation
    session.execute(update(table).where(table.c.id == operation_id).values(**values))


def finish(session: Session, operation_id: UUID, status: str, *, at: datetime, **values: Any) -> None:
    """End an operation that is open; what came in for it is forgotten."""
    tables = tables_of(session)
    table = tables.operation
    ended = update(table).where(table.c.id == operation_id, table.c.status.in_(OPEN))
    kind = session.scalar(ended.values(status=status, finished_at=at, **values).returning(table.c.kind))
    if kind == "import" or (kind is not None and status != "SUCCEEDED"):
        forget_parts(session, operation_id)


def forget_parts(session: Session, operation_id: UUID) -> None:
    """Forget the bytes of an operation."""
    parts = tables_of(session).operation_part
    session.execute(delete(parts).where(parts.c.operation_id == operation_id))


def forget_expired(session: Session, at: datetime, *, limit: int) -> int:
    """Forget what expired operations hold, bytes and rows, and end those that are open still; return how many."""
    tables = tables_of(session)
    table, part, rejection = tables.operation, tables.operation_part, tables.operation_rejection
    holding = (
        select(table.c.id)
        .where(
            table.c.expires_at < at,
            select(part).where(part.c.operation_id == table.c.id).exists()
            | select(rejection).where(rejection.c.operation_id == table.c.id).exists()
            | table.c.status.in_(OPEN),
        )
        .limit(limit)
    )
    ids = session.scalars(holding).all()
    for each in (part, rejection):
        session.execute(delete(each).where(each.c.operation_id.in_(ids)))
    ended = update(table).where(table.c.id.in_(ids), table.c.status.in_(OPEN))
    session.execute(ended.values(status="CANCELED", finished_at=at))
    return len(ids)


def owner_of(operation: Row[Any]) -> Caller:
    """Return whose operation it is, with the reach that the token had."""
    return Caller(
        issuer=operation.issuer,
        client_id=operation.client_id,
        subject=operation.subject,
        scopes=frozenset(),
        reach=None if operation.reach is None else Reach(operation.reach),
        unit_id=operation.unit_id,
        person=operation.person,
    )


@contextmanager
def acting_for(database: Database, caller: Caller) -> Iterator[Session]:
    """Open a transaction of a `_service` login that sees and writes no more than the caller may."""
    with database.transaction(caller=caller) as session:
        under_security(session)
        yield session
