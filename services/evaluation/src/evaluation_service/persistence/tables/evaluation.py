"""Evaluations, and the incentives that follow them."""

from sqlalchemy import ARRAY, Column, ForeignKey, Index, Integer, Table, Text, Uuid

from asn_chassis.rows import Json, code_column, id_column, instant_column, period_column
from asn_kernel.codes import Discipline, Expectation, Predicate
from evaluation_service.domain.evaluation import AssessedLevel, EvaluationState, PredicateDecision
from evaluation_service.domain.incentive import AwardDecision, IncentiveOutcome
from evaluation_service.persistence.tables import metadata

evaluations = Table(
    "evaluations",
    metadata,
    id_column("id", primary_key=True),
    id_column("employee_id"),
    period_column("period"),
    id_column("position_id"),
    id_column("unit_id", index=True),
    Column("standard", Json(dict[str, int]), nullable=False),
    Column("service_ids", ARRAY(Uuid), nullable=False),
    code_column("work_result", Expectation),
    code_column("behaviour", Expectation),
    code_column("discipline", Discipline),
    Column("assessed", Json(tuple[AssessedLevel, ...]), nullable=False),
    id_column("assessor_id"),
    code_column("state", EvaluationState),
    code_column("predicate", Predicate, nullable=True),
    Column("decision", Json(PredicateDecision)),
    instant_column("created_at"),
    instant_column("finalised_at", nullable=True),
    instant_column("withdrawn_at", nullable=True),
    Column("withdrawal_reason", Text),
    Column("correlation_id", Text),
    Column("version", Integer, nullable=False),
    Index(None, "employee_id", "period"),
    Index(None, "created_at", "id"),
    Index(None, "period", "id"),
    Index(None, "state", "created_at", "id"),
)
# One an employee and period; a draft that was withdrawn makes room for another.
Index(
    "uq_evaluations_standing",
    evaluations.c.employee_id,
    evaluations.c.period,
    unique=True,
    postgresql_where=evaluations.c.state != EvaluationState.WITHDRAWN,
)

incentives = Table(
    "incentives",
    metadata,
    id_column("id", primary_key=True),
    id_column("evaluation_id", ForeignKey("evaluations.id"), unique=True),
    id_column("employee_id", index=True),
    id_column("unit_id", index=True),
    period_column("period"),
    code_column("outcome", IncentiveOutcome),
    instant_column("created_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Index(None, "created_at", "id"),
    Index(None, "period", "id"),
    Index(None, "outcome", "created_at", "id"),
)

incentive_versions = Table(
    "incentive_versions",
    metadata,
    id_column("incentive_id", ForeignKey("incentives.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("decision", Json(AwardDecision), nullable=False),
    instant_column("decided_at"),
)
