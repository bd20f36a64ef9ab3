"""Public services: a replica of what the feedback service registers, so nothing points into it or out of it."""

from sqlalchemy import Column, Index, Integer, Table, Text

from asn_chassis.rows import id_column, word_table
from employee_service.persistence.tables import metadata

public_services = Table(
    "public_services",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    id_column("unit_id", index=True),
    Column("version", Integer, nullable=False),
    Index(None, "code", "id"),
    Index(None, "name", "id"),
)

public_service_words = word_table("public_service_words", public_services)
