"""Units."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from asn_chassis.rows import code_column, id_column, instant_column, word_table
from asn_kernel.codes import UnitKind
from employee_service.persistence.tables import metadata

units = Table(
    "units",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    code_column("kind", UnitKind),
    id_column("parent_id", ForeignKey("units.id"), nullable=True, index=True),
    instant_column("created_at"),
    Column("withdrawal_date", Date),
    Column("withdrawal_reason", Text),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
    Index(None, "name", "id"),
    Index(None, "kind", "id"),
)

unit_words = word_table("unit_words", units)
