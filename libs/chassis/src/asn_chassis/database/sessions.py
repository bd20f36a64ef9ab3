"""The table of sessions: who has signed in at the pages, and until when."""

from sqlalchemy import Column, DateTime, Index, MetaData, Table, Text, func

# A session ends so long after its last page, and after it began.
IDLE_MINUTES = 30
MOST_HOURS = 8


def session_table(metadata: MetaData) -> Table:
    """Add `session`: one login of a person, with what her token said."""
    table = Table(
        "session",
        metadata,
        # SHA-256 of the word that the cookie holds: who reads this table cannot call as anybody.
        Column("hash", Text, primary_key=True),
        Column("issuer", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("client_id", Text, nullable=False),
        Column("scopes", Text, nullable=False),
        Column("agency", Text),
        Column("purpose", Text),
        Column("reach", Text),
        Column("begun_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )
    Index("ix_session_begun_at", table.c.begun_at)
    return table
