"""The tables that every service's database has; made by a function so that services can share a process."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
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

from asn_chassis.database.file_tables import operation_part_table, operation_rejection_table, operation_table
from asn_chassis.database.sessions import session_table

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
    audit_record: Table
    audit_seal: Table
    operation: Table
    operation_part: Table
    operation_rejection: Table
    session: Table


def chassis_tables(metadata: MetaData) -> ChassisTables:
    """Add the tables above to a service's metadata."""
    tables = ChassisTables(
        outbox=_outbox(metadata),
        outbox_log=_outbox_log(metadata),
        inbox=_inbox(metadata),
        cursor=_cursor(metadata),
        dead_letter=_dead_letter(metadata),
        idempotency=_idempotency(metadata),
        audit_record=_audit_record(metadata),
        audit_seal=_audit_seal(metadata),
        operation=operation_table(metadata),
        operation_part=operation_part_table(metadata),
        operation_rejection=operation_rejection_table(metadata),
        session=session_table(metadata),
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
    # For readers who ask for some of it; a row enters once, with its position.
    for column in (table.c.type, table.c.subject):
        placed = table.c.position.is_not(None)
        Index(f"ix_outbox_{column.name}", column, table.c.position, postgresql_where=placed)
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
        # Words of ours, where the message and its reason may not go; null where the message does not say them.
        Column("code", Text, nullable=False),
        Column("type", Text),
        Column("correlation_id", Text),
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
        # Issuer, client and subject: persons who share a client share no keys.
        Column("caller", Text, primary_key=True),
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


def _audit_record(metadata: MetaData) -> Table:
    table = Table(
        "audit_record",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("position", BigInteger, unique=True),  # given when it is sealed
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("issuer", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("client_id", Text, nullable=False),
        Column("person", Boolean, nullable=False),
        Column("agency", Text),
        Column("purpose", Text),
        Column("action", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("resource_id", Uuid),
        Column("employee_id", Uuid),
        Column("filters", JSONB),
        Column("count", Integer),
        Column("status", SmallInteger, nullable=False),
        Column("request_id", Text, nullable=False),
        Column("correlation_id", Text, nullable=False),
    )
    Index("ix_audit_record_pending", table.c.id, postgresql_where=table.c.position.is_(None))
    Index(
        "ix_audit_record_employee", table.c.employee_id, table.c.id, postgresql_where=table.c.employee_id.is_not(None)
    )
    Index("ix_audit_record_subject", table.c.subject, table.c.id)
    Index("ix_audit_record_at", table.c.at, postgresql_using="brin")
    return table


def _audit_seal(metadata: MetaData) -> Table:
    return Table(
        "audit_seal",
        metadata,
        Column("last_position", BigInteger, primary_key=True, autoincrement=False),
        Column("first_position", BigInteger, nullable=False, unique=True),
        Column("hash", LargeBinary, nullable=False),
        Column("sealed_at", DateTime(timezone=True), nullable=False),
    )
