"""Replicas of what the feedback service tells: surveys, their answers added up, the indices."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Numeric, Table, Text

from asn_chassis.rows import Json, code_column, id_column, instant_column, period_column
from asn_kernel.codes import Mutu
from evaluation_service.domain.survey import ElementScore, SurveyOutcome
from evaluation_service.persistence.tables import metadata

surveys = Table(
    "surveys",
    metadata,
    id_column("survey_id", primary_key=True),
    id_column("service_id", index=True),
    id_column("unit_id"),
    period_column("period"),
    code_column("outcome", SurveyOutcome, nullable=True),
    Column("version", Integer, nullable=False),
    Index(None, "unit_id", "period"),
    Index(None, "period", "survey_id"),
)

answer_tallies = Table(
    "answer_tallies",
    metadata,
    id_column("survey_id", primary_key=True),
    Column("answers", BigInteger, nullable=False),
)

element_tallies = Table(
    "element_tallies",
    metadata,
    id_column("survey_id", primary_key=True),
    Column("element", Text, primary_key=True),
    *(Column(f"n{score}", BigInteger, nullable=False) for score in (1, 2, 3, 4)),
)

survey_indices = Table(
    "survey_indices",
    metadata,
    id_column("survey_id", primary_key=True),
    id_column("service_id"),
    id_column("unit_id"),
    period_column("period"),
    Column("respondents", Integer, nullable=False),
    Column("population", Integer),
    Column("required_sample", Integer),
    Column("sample_adequate", Boolean),
    Column("ikm", Numeric(5, 2), nullable=False),
    code_column("mutu", Mutu),
    Column("elements", Json(tuple[ElementScore, ...]), nullable=False),
    instant_column("published_at"),
    Column("version", Integer, nullable=False),
)

unit_indices = Table(
    "unit_indices",
    metadata,
    id_column("unit_id", primary_key=True),
    period_column("period", primary_key=True),
    Column("respondents", Integer, nullable=False),
    Column("sample_adequate", Boolean),
    Column("ikm", Numeric(5, 2), nullable=False),
    code_column("mutu", Mutu),
    Column("version", Integer, nullable=False),
)
