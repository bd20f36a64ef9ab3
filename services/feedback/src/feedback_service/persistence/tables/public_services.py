"""Public services."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from asn_chassis.rows import id_column, instant_column, word_table
from feedback_service.persistence.tables.metadata import metadata

public_services = Table(
    "public_services",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    id_column("unit_id", index=True),
    Column("standard_minutes", Integer, CheckConstraint("standard_minutes > 0", name="standard_minutes")),
    instant_column("registered_at"),
    Column("version", Integer, nullable=False),
    Index(None, "name", "id"),
)

public_service_words = word_table("public_service_words", public_services)
