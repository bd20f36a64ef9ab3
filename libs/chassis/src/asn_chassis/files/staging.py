"""Keeps the bytes of a file in the database, part by part: pods move, and their disks are read-only."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from io import BufferedReader, RawIOBase
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from asn_chassis.database import tables_of

PART = 1_048_576


def stage(session: Session, operation_id: UUID, chunks: Iterable[bytes]) -> int:
    """Keep the bytes in parts of 1 MB; return how many bytes there were."""
    table, total = tables_of(session).operation_part, 0
    for number, content in enumerate(_parts(chunks)):
        total += len(content)
        session.execute(insert(table).values(operation_id=operation_id, part=number, content=content))
    return total


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    if held:
        yield bytes(held)


def staged(transaction: Callable[[], AbstractContextManager[Session]], operation_id: UUID) -> Iterator[bytes]:
    """Yield the parts in order, each read in a transaction of its own: whoever takes them may take long."""
    number = 0
    while True:
        with transaction() as session:
            table = tables_of(session).operation_part
            here = (table.c.operation_id == operation_id) & (table.c.part == number)
            content = session.scalar(select(table.c.content).where(here))
        if content is None:
            return
        yield content
        number += 1


def size_of(session: Session, operation_id: UUID) -> int:
    """Return how many bytes are kept."""
    table = tables_of(session).operation_part
    lengths = select(func.coalesce(func.sum(func.length(table.c.content)), 0))
    return session.scalar(lengths.where(table.c.operation_id == operation_id)) or 0


def stream_of(parts: Iterator[bytes]) -> BufferedReader:
    """Return the parts as one stream to read from."""
    return BufferedReader(_PartStream(parts), PART)


class _PartStream(RawIOBase):
    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        # As far as the part at hand goes; 0 at the end.
        if not self._held:
            self._held = memoryview(next(self._parts, b""))
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count
