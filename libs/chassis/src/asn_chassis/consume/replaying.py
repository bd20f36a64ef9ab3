"""Replays dead letters: same handlers, same inbox, in order per key, while live messages flow."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text, update
from sqlalchemy.orm import Session

from asn_chassis.consume.applying import Applier
from asn_chassis.database import Database, tables_of
from asn_chassis.database.tables import OPEN_STATES
from asn_chassis.errors import Unprocessable
from asn_chassis.events.handlers import Handlers
from asn_chassis.events.record import Record

log = logging.getLogger(__name__)

REPLAY_LOCK = 0x4E9A


class AnotherReplay(Exception):
    """A replay of this service's dead letters is running already."""


@dataclass(frozen=True)
class Chain:
    """Letters to be replayed in order: those of one key of a stream, or a single one that has no key."""

    stream: str
    key: str | None
    letter_id: UUID


@contextmanager
def exclusive(database: Database) -> Iterator[None]:
    """Hold the service's replay lock; AnotherReplay where somebody else does."""
    with database.connection() as connection:
        with database.transaction(connection) as session:
            if not session.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": REPLAY_LOCK}):
                raise AnotherReplay
        yield


def find(session: Session, letter_id: UUID) -> Row[Any] | None:
    """Return one dead letter."""
    letter = tables_of(session).dead_letter
    return session.execute(select(letter).where(letter.c.id == letter_id)).first()


def open_letters(session: Session) -> Sequence[Row[Any]]:
    """Return what is unresolved, in the order of a replay."""
    letter = tables_of(session).dead_letter
    return session.execute(_in_order(session).where(letter.c.state.in_(OPEN_STATES))).all()


def unresolved(session: Session) -> int:
    """Return how many letters are unresolved."""
    letter = tables_of(session).dead_letter
    return session.scalar(select(func.count()).select_from(letter).where(letter.c.state.in_(OPEN_STATES))) or 0


def chains(session: Session, *, letter_id: UUID | None = None, key: str | None = None) -> list[Chain]:
    """Return the chains to replay: the one of a letter, those of a key, or all; one behind its first letter."""
    found: dict[object, Chain] = {}
    for row in open_letters(session):
        chain = Chain(row.stream, row.key, row.id)
        identity = row.id if row.key is None else (row.stream, row.key)
        found.setdefault(identity, chain)
        if row.id == letter_id:
            return [found[identity]]
    if letter_id is not None:
        return []
    return [chain for chain in found.values() if key is None or chain.key == key]


class Replay:
    """Replays chains, one letter a transaction; a letter that fails again stays, and what is behind it too."""

    def __init__(self, *, database: Database, handlers: Handlers) -> None:
        self._database = database
        self._applier = Applier(handlers)

    def run(self, chain: Chain, go_on: Callable[[], bool]) -> tuple[int, str | None]:
        """Replay a chain to its end, asking before each letter; return how many succeeded and why it stopped."""
        resolved = 0
        while go_on():
            try:
                if not self._resolve_next(chain):
                    break
            except Unprocessable as error:
                self._note_failure(chain, str(error))
                return resolved, str(error)
            resolved += 1
        return resolved, None

    def _resolve_next(self, chain: Chain) -> bool:
        with self._database.transaction() as session:
            row = _first(session, chain)
            if row is None:
                return False
            self._applier.apply(session, self._applier.decode([_record(row)]))
            # In the same transaction: the consumer that parks behind this letter waits for its outcome.
            _settle(session, row.id, state="RESOLVED", settled_at=func.now(), attempts=row.attempts + 1)
        return True

    def _note_failure(self, chain: Chain, reason: str) -> None:
        log.warning("dead letter failed again", extra={"stream": chain.stream})
        with self._database.transaction() as session:
            row = _first(session, chain)
            if row is not None:
                _settle(session, row.id, state="DEAD", reason=reason[:2000], attempts=row.attempts + 1)


def drop(session: Session, letter_id: UUID) -> bool:
    """Give a letter up; False when it is not unresolved. What waits behind it needs a replay."""
    row = find(session, letter_id)
    if row is None or row.state not in OPEN_STATES:
        return False
    _settle(session, letter_id, state="DROPPED", settled_at=func.now())
    return True


def drop_dead(session: Session, reason: str | None = None) -> int:
    """Give up every DEAD letter, or those whose reason holds this text; return how many.

    What waits behind them is never given up with them: it could be processed, and needs a replay.
    """
    letter = tables_of(session).dead_letter
    told = [] if reason is None else [letter.c.reason.contains(reason, autoescape=True)]
    dead = update(letter).where(letter.c.state == "DEAD", *told).values(state="DROPPED", settled_at=func.now())
    return len(session.scalars(dead.returning(letter.c.id)).all())


def waiting_behind(session: Session, letter: Row[Any]) -> int:
    """Return how many unresolved letters of the same key there are."""
    table = tables_of(session).dead_letter
    same = (table.c.stream == letter.stream) & (table.c.key == letter.key) & table.c.state.in_(OPEN_STATES)
    return session.scalar(select(func.count()).select_from(table).where(same)) or 0


def _in_order(session: Session) -> Select[Any]:
    letter = tables_of(session).dead_letter
    return select(letter).order_by(letter.c.stream, letter.c.partition, letter.c.position)


def _first(session: Session, chain: Chain) -> Row[Any] | None:
    letter = tables_of(session).dead_letter.c
    same = letter.id == chain.letter_id if chain.key is None else letter.key == chain.key
    query = _in_order(session).where(letter.stream == chain.stream, same, letter.state.in_(OPEN_STATES))
    return session.execute(query.limit(1).with_for_update()).first()


def _settle(session: Session, letter_id: UUID, **values: Any) -> None:
    letter = tables_of(session).dead_letter
    session.execute(update(letter).where(letter.c.id == letter_id).values(**values))


def _record(row: Row[Any]) -> Record:
    return Record(row.stream, row.partition, row.position, row.key, row.payload, row.headers)
