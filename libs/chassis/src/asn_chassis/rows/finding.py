"""Finds rows: by identity, by filters, and holds what is about to change."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, inspect, select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

Entity = TypeVar("Entity")

_hold = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def find(session: Session, kind: type[Entity], identity: Any, *, lock: bool = False) -> Entity | None:
    """Return the entity with this primary key, or None; with `lock` held until the transaction ends."""
    if lock:
        return session.get(kind, identity, with_for_update=True, populate_existing=True)
    known = session.identity_map.get(identity_key(kind, identity))
    if known is not None:
        return known
    return session.scalars(_by_key(kind), {"key": identity}).one_or_none()  # type: ignore[arg-type] # types are hashable


@cache
def _by_key(kind: type[Any]) -> Select[Any]:
    """Return the query by the one column of the primary key; `Session.get` composes its own anew each time."""
    (column,) = inspect(kind).primary_key
    return select(kind).where(column == bindparam("key"))


def get(
    session: Session, kind: type[Entity], identity: Any, *, missing: Callable[[Any], Exception], lock: bool = False
) -> Entity:
    """Return the entity with this primary key; raises `missing(identity)`."""
    entity = find(session, kind, identity, lock=lock)
    if entity is None:
        raise missing(identity)
    return entity


def matching(statement: Select[Entity], table: Table, **filters: Any) -> Select[Entity]:
    """Add `column = value` for every filter that is not None."""
    given = {name: value for name, value in filters.items() if value is not None}
    return statement.where(*(table.c[name] == value for name, value in given.items()))


def hold(session: Session, ids: Iterable[UUID]) -> None:
    """Wait for and hold the locks on these ids until the transaction ends, whether they have a row yet or not.

    Taken in sorted order, so that two holders never wait for each other.
    """
    keys = sorted({int.from_bytes(each.bytes[8:], "big", signed=True) for each in ids})
    session.execute(_hold, {"keys": keys})
