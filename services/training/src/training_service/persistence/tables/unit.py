"""Units of the city government: a read model without foreign keys."""

from sqlalchemy import Column, Date, Integer, Table, Text

from asn_chassis.rows import id_column
from training_service.persistence.tables import metadata

units = Table(
    "units",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    id_column("parent_id", nullable=True),
    Column("withdrawal_date", Date),
    Column("version", Integer, nullable=False),
)
