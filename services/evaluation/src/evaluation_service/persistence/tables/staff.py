"""Replicas of what the employee and training services own; no foreign key leads to them: events come in any order."""

from sqlalchemy import ARRAY, CheckConstraint, Column, Date, Index, Integer, SmallInteger, Table, Text, Uuid

from asn_chassis.reach.tables import login_table
from asn_chassis.rows import Json, code_column, id_column, instant_column, level_column, word_table
from asn_kernel.codes import Employment
from evaluation_service.persistence.tables import metadata

employments = Table(
    "employments",
    metadata,
    id_column("employee_id", primary_key=True),
    code_column("employment", Employment),
    Column("version", Integer, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    id_column("employee_id", primary_key=True),
    Column("effective_date", Date, primary_key=True),
    id_column("position_id", index=True),
    id_column("unit_id"),
    Column("version", Integer, nullable=False),
)

position_standards = Table(
    "position_standards",
    metadata,
    id_column("position_id", primary_key=True),
    Column("effective_date", Date, primary_key=True),
    id_column("unit_id"),
    Column("service_ids", ARRAY(Uuid), nullable=False),
    Column("standard", Json(dict[str, int]), nullable=False),
    Column("version", Integer, nullable=False),
)

competency_levels = Table(
    "competency_levels",
    metadata,
    id_column("employee_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    level_column("level"),
    instant_column("recorded_at"),
)

learning_completions = Table(
    "learning_completions",
    metadata,
    id_column("enrolment_id", primary_key=True),
    id_column("employee_id"),
    Column("year", SmallInteger, nullable=False),
    Column("hours", Integer, CheckConstraint("hours >= 0", name="hours"), nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "employee_id", "year"),
)

competencies = Table(
    "competencies",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

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

logins = login_table(metadata)

unit_words = word_table("unit_words", units)
