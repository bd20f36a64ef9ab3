"""Civil servants: the identity of each, and the dated steps of the career."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from asn_chassis.rows import code_column, id_column, instant_column, word_table
from asn_kernel.codes import Employment
from employee_service.persistence.tables import metadata
from employee_service.persistence.types import NipText

employees = Table(
    "employees",
    metadata,
    id_column("id", primary_key=True),
    Column("nip", NipText, nullable=False),
    Column("name", Text, nullable=False),
    code_column("employment", Employment),
    Column("grade", Text, nullable=False),
    Column("unusual_start_age", Boolean, nullable=False),
    instant_column("created_at"),
    Column("version", Integer, nullable=False),
    UniqueConstraint("nip"),
    Index(None, "name", "id"),
)

# An assignment comes before its employee: by it the employee is in reach of who registers her.
assignments = Table(
    "assignments",
    metadata,
    id_column("id", primary_key=True),
    id_column("employee_id", ForeignKey("employees.id", deferrable=True, initially="DEFERRED")),
    id_column("position_id", ForeignKey("positions.id")),
    id_column("unit_id", ForeignKey("units.id"), index=True),
    Column("effective_date", Date, nullable=False),
    instant_column("recorded_at"),
    UniqueConstraint("employee_id", "effective_date"),
)

employee_words = word_table("employee_words", employees)
