"""Courses."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from asn_chassis.rows import code_column, id_column, instant_column, level_column, word_table
from asn_kernel.codes import LearningForm
from training_service.persistence.tables import metadata

courses = Table(
    "courses",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("competency_code", Text, nullable=False, index=True),
    level_column("target_level"),
    Column("hours", Integer, nullable=False),
    code_column("form", LearningForm),
    id_column("provider_id", ForeignKey("providers.id"), index=True),
    Column("cost_per_seat", BigInteger, nullable=False),
    instant_column("offered_at"),
    instant_column("withdrawn_at", nullable=True),
    Column("withdrawal_reason", Text),
    Column("version", Integer, nullable=False),
    CheckConstraint("hours > 0", name="hours"),
    CheckConstraint("cost_per_seat >= 0", name="cost_per_seat"),
    Index(None, "title", "id"),
)

course_words = word_table("course_words", courses)
