"""Answers: no instant, no order, nobody."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.rows import code_column, id_column
from asn_kernel.codes import AgeGroup, Education, Occupation, Sex
from feedback_service.persistence.tables.metadata import metadata

answers = Table(
    "answers",
    metadata,
    id_column("id", primary_key=True),
    id_column("survey_id", ForeignKey("surveys.id"), index=True),
    Column("scores", JSONB, CheckConstraint("scores <> '{}'", name="scores"), nullable=False),
    code_column("sex", Sex, nullable=True),
    code_column("age_group", AgeGroup, nullable=True),
    code_column("education", Education, nullable=True),
    code_column("occupation", Occupation, nullable=True),
    Column("service_type", Text),
    Column("submitted_date", Date, nullable=False),
    # Whether an event tells of it yet: answers wait until there are enough of them.
    Column("recorded", Boolean, nullable=False),
)
Index("ix_answers_unrecorded", answers.c.survey_id, postgresql_where=~answers.c.recorded)
