"""Enrolments."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text

from asn_chassis.rows import code_column, id_column, instant_column, level_column
from training_service.domain.enrolment import EnrolmentState
from training_service.persistence.tables import metadata

enrolments = Table(
    "enrolments",
    metadata,
    id_column("id", primary_key=True),
    id_column("employee_id"),
    id_column("unit_id"),
    id_column("course_id", ForeignKey("courses.id")),
    id_column("plan_id", ForeignKey("plans.id"), nullable=True, index=True),
    Column("competency_code", Text, nullable=False),
    level_column("target_level"),
    Column("hours", Integer, nullable=False),
    Column("cost", BigInteger, nullable=False),
    instant_column("enrolled_at"),
    Column("correlation_id", Text, nullable=False),
    code_column("state", EnrolmentState),
    Column("passed", Boolean),
    level_column("level", nullable=True),
    Column("completed_date", Date),
    Column("certificate_number", Text),
    Column("version", Integer, nullable=False),
    CheckConstraint("(state = 'COMPLETED') = (passed IS NOT NULL)", name="passed"),
    CheckConstraint("level <= target_level", name="level_of_course"),
    Index("ix_enrolments_employee_id_id", "employee_id", "id"),
    Index(None, "enrolled_at", "id"),
)
# A second seat for the same employee and competency cannot exist, whatever the code above believes.
Index(
    "uq_enrolments_open_seat",
    enrolments.c.employee_id,
    enrolments.c.competency_code,
    unique=True,
    postgresql_where=enrolments.c.state == EnrolmentState.ENROLLED,
)
