"""The replica of units: other tables do not refer to it, so that it can be rebuilt from the events at any time."""

from sqlalchemy import Column, Date, Integer, Table, Text

from asn_chassis.rows import id_column
from feedback_service.persistence.tables.metadata import metadata

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
