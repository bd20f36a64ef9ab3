"""Tables of what other services own; no foreign key leads to them, for their events may come in any order."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from evaluation_service.domain.scales import Employment
from evaluation_service.persistence.columns import choice_columns, id_column, instant_column, metadata

employees = Table(
    "employees",
    metadata,
    id_column("id", primary_key=True),
    id_column("position_id", index=True),
    id_column("unit_id", index=True),
    *choice_columns("employment", Employment, nullable=True),
    instant_column("assigned_at"),
    Column("version", Integer, nullable=False),
)

positions = Table(
    "positions",
    metadata,
    id_column("id", primary_key=True),
    id_column("unit_id"),
    Column("serves_public", Boolean, nullable=False),
    Column("standard", JSONB, nullable=False),
    instant_column("set_at"),
    Column("version", Integer, nullable=False),
)

competency_levels = Table(
    "competency_levels",
    metadata,
    id_column("employee_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    Column("level", SmallInteger, CheckConstraint("level BETWEEN 1 AND 5", name="level"), nullable=False),
    Column("version", Integer, nullable=False),
)

learning_completions = Table(
    "learning_completions",
    metadata,
    id_column("enrolment_id", primary_key=True),
    id_column("employee_id"),
    Column("year", SmallInteger, nullable=False),
    Column("hours", Integer, CheckConstraint("hours >= 0", name="hours"), nullable=False),
    Index(None, "employee_id", "year"),
)
