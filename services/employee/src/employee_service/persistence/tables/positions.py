"""Positions and their dated standards."""

from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from asn_chassis.rows import Json, code_column, id_column, instant_column, word_table
from asn_kernel.codes import JobLevel
from employee_service.domain.position import ProposedStandard
from employee_service.persistence.tables import metadata

positions = Table(
    "positions",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False),
    Column("title", Text, nullable=False),
    id_column("unit_id", ForeignKey("units.id"), index=True),
    code_column("job_level", JobLevel),
    instant_column("created_at"),
    Column("withdrawal_date", Date),
    Column("withdrawal_reason", Text),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
    Index(None, "title", "id"),
)

position_standards = Table(
    "position_standards",
    metadata,
    id_column("position_id", ForeignKey("positions.id"), primary_key=True),
    Column("effective_date", Date, primary_key=True),
    Column("levels", Json(dict[str, int]), nullable=False),
    Column("service_ids", Json(tuple[UUID, ...]), nullable=False),
    Column("proposal", Json(ProposedStandard)),
)

position_words = word_table("position_words", positions)
