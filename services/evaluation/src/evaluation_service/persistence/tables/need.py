"""Training needs, the open findings that they may follow from, and service improvements."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, UniqueConstraint

from asn_chassis.rows import Json, code_column, id_column, instant_column, period_column
from asn_kernel.codes import Element, ImprovementAction
from evaluation_service.domain.finding import ImprovementDecision, TrainingFinding
from evaluation_service.domain.training_need import CauseKind, NeedDecision, NeedState
from evaluation_service.persistence.tables import metadata

training_needs = Table(
    "training_needs",
    metadata,
    id_column("id", primary_key=True),
    id_column("employee_id", index=True),
    id_column("unit_id", index=True),
    Column("competency_code", Text, nullable=False),
    code_column("cause_kind", CauseKind),
    id_column("cause_id", index=True),
    period_column("cause_period"),
    code_column("cause_element", Element, nullable=True),
    Column("decision", Json(NeedDecision), nullable=False),
    instant_column("identified_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    code_column("state", NeedState),
    instant_column("confirmed_at", nullable=True),
    instant_column("ended_at", nullable=True),
    Column("withdrawal_reason", Text),
    Column("version", Integer, nullable=False),
    Index(None, "identified_at", "id"),
    Index(None, "state", "identified_at", "id"),
)
# Whatever was met or rested on nothing may come up again; what a manager took back may not.
Index(
    "uq_training_needs_standing",
    training_needs.c.employee_id,
    training_needs.c.competency_code,
    training_needs.c.cause_kind,
    training_needs.c.cause_id,
    unique=True,
    postgresql_where=training_needs.c.state.not_in([NeedState.MET, NeedState.LAPSED]),
)

index_findings = Table(
    "index_findings",
    metadata,
    id_column("survey_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    id_column("service_id"),
    period_column("period"),
    Column("day", Date, nullable=False, index=True),
    instant_column("moment"),
    Column("finding", Json(TrainingFinding), nullable=False),
    Column("correlation_id", Text, nullable=False),
)

service_improvements = Table(
    "service_improvements",
    metadata,
    id_column("id", primary_key=True),
    id_column("unit_id", index=True),
    id_column("service_id"),
    id_column("survey_id"),
    code_column("element", Element),
    code_column("action", ImprovementAction),
    Column("decision", Json(ImprovementDecision), nullable=False),
    instant_column("requested_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("survey_id", "element"),
    Index(None, "requested_at", "id"),
)
