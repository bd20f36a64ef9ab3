"""The tables that every service's database has; made by a function so that services can share a process."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    and_,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

OPEN_STATES = ("DEAD", "PARKED")


@dataclass(frozen=True)
class ChassisTables:
    """Handles to the tables below."""

    outbox: Table
    outbox_log: Table
    inbox: Table
    cursor: Table
    dead_letter: Table
    idempotency: Table


def chassis_tables(metadata: MetaData) -> ChassisTables:
    """Add outbox, outbox_log, inbox, cursor, dead_letter and idempotency to a service's metadata."""
    tables = ChassisTables(
        outbox=_outbox(metadata),
        outbox_log=_outbox_log(metadata),
        inbox=_inbox(metadata),
        cursor=_cursor(metadata),
        dead_letter=_dead_letter(metadata),
        idempotency=_idempotency(metadata),
    )
    metadata.info["chassis"] = tables
    return tables


def _outbox(metadata: MetaData) -> Table:
    table = Table(
        "outbox",
        metadata,
        Column("seq", BigInteger, Identity(always=True), primary_key=True),
        Column("position", BigInteger, unique=True),
        Column("event_id", Uuid, nullable=False, unique=True),
        Column("type", Text, nullable=False),
        Column("class", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )
    Index("ix_outbox_pending", table.c.seq, postgresql_where=table.c.position.is_(None))
    return table


def _outbox_log(metadata: MetaData) -> Table:
    return Table(
        "outbox_log",
        metadata,
        Column("id", SmallInteger, CheckConstraint("id = 1", name="one_row"), primary_key=True, autoincrement=False),
        Column("last_position", BigInteger, nullable=False),
        Column("published_position", BigInteger, nullable=False),
    )


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("source", Text, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("processed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


def _cursor(metadata: MetaData) -> Table:
    return Table(
        "cursor",
        metadata,
        Column("stream", Text, primary_key=True),
        Column("position", BigInteger, nullable=False),
        Column("moved_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


def _dead_letter(metadata: MetaData) -> Table:
    table = Table(
        "dead_letter",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("stream", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("key", Text),
        Column("payload", LargeBinary, nullable=False),
        Column("headers", JSONB, nullable=False),
        Column("reason", Text, nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("1")),
        Column("state", Text, nullable=False),
        Column("first_seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("settled_at", DateTime(timezone=True)),
        Column("published_at", DateTime(timezone=True)),
        UniqueConstraint("stream", "partition", "position"),
        CheckConstraint("state IN ('DEAD', 'PARKED', 'RESOLVED', 'DROPPED')", name="state"),
    )
    Index("ix_dead_letter_open", table.c.stream, table.c.key, postgresql_where=table.c.state.in_(OPEN_STATES))
    Index(
        "ix_dead_letter_unpublished",
        table.c.id,
        postgresql_where=and_(table.c.state == "DEAD", table.c.published_at.is_(None)),
    )
    return table


def _idempotency(metadata: MetaData) -> Table:
    table = Table(
        "idempotency",
        metadata,
        Column("client_id", Text, primary_key=True),
        Column("method", Text, primary_key=True),
        Column("path", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", LargeBinary, nullable=False),
        Column("status", SmallInteger),
        Column("headers", JSONB),
        Column("body", LargeBinary),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )
    Index("ix_idempotency_created_at", table.c.created_at, postgresql_using="brin")
    return table
