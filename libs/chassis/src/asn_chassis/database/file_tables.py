"""The tables of files that come in and go out: operations, their bytes, and the rows that were not taken."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

STATES = ("NOT_STARTED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED")


def operation_table(metadata: MetaData) -> Table:
    """Add the table of imports and exports, each with whose it is and how far it has come."""
    table = Table(
        "operation",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("resource", Text, nullable=False),
        Column("format", Text, nullable=False),
        Column("mode", Text),
        Column("dry_run", Boolean, nullable=False, server_default=text("false")),
        Column("together", Boolean, nullable=False, server_default=text("false")),
        Column("status", Text, nullable=False),
        # Whose it is, and what it may reach when its turn comes.
        Column("caller", Text, nullable=False),
        Column("issuer", Text, nullable=False),
        Column("client_id", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("person", Boolean, nullable=False),
        Column("reach", Text),
        Column("unit_id", Uuid),
        Column("columns", JSONB),
        Column("checked", Boolean, nullable=False, server_default=text("false")),
        Column("last_line", BigInteger, nullable=False, server_default=text("0")),
        Column("total", Integer),
        Column("done", Integer, nullable=False, server_default=text("0")),
        Column("accepted", Integer, nullable=False, server_default=text("0")),
        Column("rejected", Integer, nullable=False, server_default=text("0")),
        Column("error", JSONB),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("finished_at", DateTime(timezone=True)),
        Column("expires_at", DateTime(timezone=True), nullable=False),
        CheckConstraint("kind IN ('import', 'export')", name="kind"),
        CheckConstraint(f"status IN {STATES}", name="status"),
    )
    Index("ix_operation_expires_at", table.c.expires_at)
    return table


def operation_part_table(metadata: MetaData) -> Table:
    """Add the table of bytes: those of a file that came in until it is done, those of one that goes out."""
    return Table(
        "operation_part",
        metadata,
        Column("operation_id", ForeignKey("operation.id", ondelete="CASCADE"), primary_key=True),
        Column("part", Integer, primary_key=True, autoincrement=False),
        Column("content", LargeBinary, nullable=False),
    )


def operation_rejection_table(metadata: MetaData) -> Table:
    """Add the table of rows that were not taken, as they came, with what is wrong."""
    return Table(
        "operation_rejection",
        metadata,
        Column("operation_id", ForeignKey("operation.id", ondelete="CASCADE"), primary_key=True),
        Column("line", BigInteger, primary_key=True, autoincrement=False),
        Column("row", JSONB, nullable=False),
        Column("errors", JSONB, nullable=False),
    )
