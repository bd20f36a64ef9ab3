"""Units of the city government: a read model without foreign keys."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from asn_chassis.rows import id_column, word_table
from training_service.persistence.tables import metadata

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
