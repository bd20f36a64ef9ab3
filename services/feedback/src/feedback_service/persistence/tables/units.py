"""The replica of units: other tables do not refer to it, so that it can be rebuilt from the events at any time."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from asn_chassis.rows import id_column, word_table
from feedback_service.persistence.tables.metadata import metadata

units = Table(
    "units",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    id_column("parent_id", nullable=True, index=True),
    Column("withdrawal_date", Date),
    Column("version", Integer, nullable=False),
    Index(None, "code", "id"),
    Index(None, "name", "id"),
)

unit_words = word_table("unit_words", units)
