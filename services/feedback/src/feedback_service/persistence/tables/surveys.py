"""Surveys."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from asn_chassis.rows import Json, code_column, id_column, instant_column, period_column
from asn_kernel.codes import IndexRefusal
from feedback_service.domain.elements import SurveyElement
from feedback_service.domain.integrity import IntegrityDecision
from feedback_service.domain.survey import Closure, SurveyState
from feedback_service.persistence.tables.metadata import metadata

surveys = Table(
    "surveys",
    metadata,
    id_column("id", primary_key=True),
    id_column("service_id", ForeignKey("public_services.id")),
    id_column("unit_id"),
    period_column("period"),
    Column("population", Integer, CheckConstraint("population > 0", name="population")),
    Column("elements", Json(tuple[SurveyElement, ...]), nullable=False),
    code_column("state", SurveyState),
    code_column("outcome", Closure, nullable=True),
    instant_column("opened_at"),
    instant_column("closed_at", nullable=True),
    instant_column("withdrawn_at", nullable=True),
    Column("withdrawal_reason", Text),
    Column("hold_decision", Json(IntegrityDecision)),
    code_column("refusal", IndexRefusal, nullable=True),
    Column("version", Integer, nullable=False),
    Index(None, "service_id", "period"),
    Index(None, "unit_id", "period"),
    Index(None, "opened_at", "id"),
    Index(None, "period", "id"),
    Index(None, "state", "id"),
)
# One a service and period; one that was withdrawn makes room for another.
Index(
    "uq_surveys_standing",
    surveys.c.service_id,
    surveys.c.period,
    unique=True,
    postgresql_where=surveys.c.state != SurveyState.WITHDRAWN,
)
