"""Verifies the chain: finds records and seals that were changed, removed or put in between."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from asn_chassis.audit.chain import sealed
from asn_chassis.database import tables_of

# No request lasts as long: a record that is so much older than one before it was not written in its time.
LONGEST_DEED = timedelta(minutes=10)


@dataclass
class Verification:
    """What was found: `faults` in words, how far the chain reaches, and the records behind it that no seal covers."""

    faults: list[str] = field(default_factory=list)
    seals: int = 0
    sealed_records: int = 0
    unsealed_records: int = 0
    oldest_unsealed: datetime | None = None
    head: bytes = b""


@dataclass
class _Walk:
    """Where the walk along the chain is: its last position and hash, and the latest time seen."""

    last: int = 0
    before: bytes = b""
    latest: datetime | None = None


def verify(session: Session, key: str, *, noted: bytes | None = None) -> Verification:
    """Walk along the chain, seal by seal, on a session without statements; a hash `noted` elsewhere must be in it.

    A chain that was made anew from its beginning needs the key. What is cut off at its end, records and seals alike,
    shows only by a noted hash; a seal that is cut off without its records shows by itself.
    """
    found, walk, noted_seen = Verification(), _Walk(), noted is None
    # One snapshot for all statements: the sealer goes on meanwhile.
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    seals = tables_of(session).audit_seal
    for row in session.execute(select(seals).order_by(seals.c.last_position)):
        found.faults += _faults_of_seal(session, key, row, walk)
        noted_seen = noted_seen or row.hash == noted
        found.seals += 1
        found.sealed_records += row.last_position - row.first_position + 1
        walk.last, walk.before = row.last_position, row.hash
    found.head = walk.before
    if not noted_seen:
        found.faults.append("the noted seal is not in the chain: its end was cut off, or it was made anew")
    _add_tail(session, walk, found)
    return found


def _faults_of_seal(session: Session, key: str, row: Row[Any], walk: _Walk) -> Iterator[str]:
    if row.first_position != walk.last + 1:
        yield f"positions {walk.last + 1} to {row.first_position - 1}: a seal is missing"
    table = tables_of(session).audit_record
    inside = table.c.position.between(row.first_position, row.last_position)
    records = session.execute(select(table).where(inside).order_by(table.c.position)).all()
    there = {record.position for record in records}
    missing = [position for position in range(row.first_position, row.last_position + 1) if position not in there]
    if missing:
        yield f"positions {row.first_position} to {row.last_position}: {len(missing)} missing, first {missing[0]}"
    elif not hmac.compare_digest(sealed(key, walk.before, records, at=row.sealed_at), row.hash):
        yield f"positions {row.first_position} to {row.last_position}: a record or the seal was changed"
    yield from _faults_of_time(records, walk)


def _add_tail(session: Session, walk: _Walk, found: Verification) -> None:
    table = tables_of(session).audit_record
    beyond = session.scalar(select(func.count()).where(table.c.position > walk.last))
    if beyond:
        found.faults.append(f"positions from {walk.last + 1}: {beyond} records have lost their seal")
    tail = select(table).where(table.c.position.is_(None)).order_by(table.c.id)
    for record in session.execute(tail.execution_options(yield_per=1_000)):
        found.faults += _faults_of_time([record], walk)
        found.unsealed_records += 1
        found.oldest_unsealed = min(found.oldest_unsealed or record.at, record.at)


def _faults_of_time(records: Any, walk: _Walk) -> Iterator[str]:
    for record in records:
        if walk.latest is not None and record.at < walk.latest - LONGEST_DEED:
            yield f"record {record.id}: dated {record.at.isoformat()}, put in after {walk.latest.isoformat()}"
        walk.latest = max(walk.latest or record.at, record.at)
