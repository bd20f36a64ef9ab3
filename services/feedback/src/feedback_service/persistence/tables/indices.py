"""Satisfaction indices of surveys and of units: the decision whole, beside what is queried."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from asn_chassis.rows import Json, id_column, instant_column, period_column
from feedback_service.domain.satisfaction_index import IndexDecision, UnitIndexDecision
from feedback_service.persistence.tables.metadata import metadata

satisfaction_indices = Table(
    "satisfaction_indices",
    metadata,
    id_column("id", primary_key=True),
    id_column("survey_id", ForeignKey("surveys.id"), unique=True),
    id_column("service_id", index=True),
    id_column("unit_id"),
    period_column("period"),
    Column("decision", Json(IndexDecision), nullable=False),
    instant_column("published_at"),
    Column("version", Integer, nullable=False),
    Index(None, "unit_id", "period"),
    Index(None, "published_at", "id"),
    Index(None, "period", "id"),
)

unit_indices = Table(
    "unit_indices",
    metadata,
    id_column("id", primary_key=True),
    id_column("unit_id"),
    period_column("period"),
    Column("decision", Json(UnitIndexDecision), nullable=False),
    instant_column("published_at"),
    Column("version", Integer, nullable=False),
    UniqueConstraint("unit_id", "period"),
    Index(None, "published_at", "id"),
    Index(None, "period", "id"),
)
