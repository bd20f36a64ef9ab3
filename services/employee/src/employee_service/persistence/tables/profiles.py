"""Evidence and trainings. Nothing points to people or dictionary: what names an unknown one is kept all the same."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, SmallInteger, Table, Text

from asn_chassis.rows import code_column, id_column, instant_column, level_column
from asn_kernel.codes import EvidenceKind
from employee_service.persistence.tables import metadata

evidence = Table(
    "evidence",
    metadata,
    id_column("employee_id", primary_key=True),
    id_column("source_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    code_column("kind", EvidenceKind),
    level_column("level"),
    instant_column("at"),
)

trainings = Table(
    "trainings",
    metadata,
    id_column("enrolment_id", primary_key=True),
    id_column("employee_id", index=True),
    id_column("course_id"),
    Column("competency_code", Text, nullable=False),
    level_column("level", nullable=True),
    Column("hours", Integer, nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("completed_date", Date, nullable=False),
    CheckConstraint("hours >= 0", name="hours"),
)
