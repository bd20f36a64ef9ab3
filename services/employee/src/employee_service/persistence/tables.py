"""The tables of the employee service, beside those that the chassis brings."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from asn_chassis.columns import EnumText, one_of
from asn_chassis.database import metadata as empty_metadata
from asn_chassis.database.tables import chassis_tables
from employee_service.domain.competency import CompetencyKind
from employee_service.domain.employment import Employment
from employee_service.domain.position import JobLevel
from employee_service.domain.profile import EvidenceKind
from employee_service.domain.unit import UnitKind
from employee_service.persistence.columns import NipText

metadata = empty_metadata()
chassis_tables(metadata)

units = Table(
    "units",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", EnumText(UnitKind), nullable=False),
    Column("parent_id", Uuid, ForeignKey("units.id")),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
    one_of("kind", UnitKind),
)

competencies = Table(
    "competencies",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", EnumText(CompetencyKind), nullable=False),
    Column("source", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
    one_of("kind", CompetencyKind),
)

positions = Table(
    "positions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit_id", Uuid, ForeignKey("units.id"), nullable=False),
    Column("job_level", EnumText(JobLevel), nullable=False),
    Column("serves_public", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
    one_of("job_level", JobLevel),
)
Index(None, positions.c.unit_id)

position_requirements = Table(
    "position_requirements",
    metadata,
    Column("position_id", Uuid, ForeignKey("positions.id"), primary_key=True),
    Column("effective_date", Date, primary_key=True),
    Column("competency_code", Text, ForeignKey("competencies.code"), primary_key=True),
    Column("level", SmallInteger, nullable=False),
    CheckConstraint("level BETWEEN 1 AND 5", name="level"),
)

employees = Table(
    "employees",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("nip", NipText, nullable=False),
    Column("name", Text, nullable=False),
    Column("employment", EnumText(Employment), nullable=False),
    Column("grade", Text, nullable=False),
    Column("position_id", Uuid, ForeignKey("positions.id"), nullable=False),
    Column("unit_id", Uuid, ForeignKey("units.id"), nullable=False),
    Column("since", Date),
    Column("unusual_start_age", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("nip"),
    one_of("employment", Employment),
)
Index(None, employees.c.unit_id)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("employee_id", Uuid, ForeignKey("employees.id"), nullable=False),
    Column("position_id", Uuid, ForeignKey("positions.id"), nullable=False),
    Column("unit_id", Uuid, ForeignKey("units.id"), nullable=False),
    Column("effective_date", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
Index(None, assignments.c.employee_id)

evidence = Table(
    "evidence",
    metadata,
    Column("employee_id", Uuid, ForeignKey("employees.id"), primary_key=True),
    Column("source_id", Uuid, primary_key=True),
    Column("competency_code", Text, ForeignKey("competencies.code"), primary_key=True),
    Column("kind", EnumText(EvidenceKind), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    one_of("kind", EvidenceKind),
    CheckConstraint("level BETWEEN 1 AND 5", name="level"),
)

trainings = Table(
    "trainings",
    metadata,
    Column("enrolment_id", Uuid, primary_key=True),
    Column("employee_id", Uuid, ForeignKey("employees.id"), nullable=False),
    Column("course_id", Uuid, nullable=False),
    Column("competency_code", Text, ForeignKey("competencies.code"), nullable=False),
    Column("level", SmallInteger),
    Column("hours", Integer, nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("completed_date", Date, nullable=False),
    CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    CheckConstraint("hours >= 0", name="hours"),
)
Index(None, trainings.c.employee_id)
