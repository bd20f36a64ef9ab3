"""Competencies that the city added to the national list: a read model without foreign keys."""

from sqlalchemy import Column, Integer, Table, Text

from asn_chassis.rows import id_column
from training_service.persistence.tables import metadata

competencies = Table(
    "competencies",
    metadata,
    Column("code", Text, primary_key=True),
    id_column("id"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
