"""Tables of what the evaluation service owns, and of what it hears of surveys."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from evaluation_service.domain.evaluation import EvaluationState
from evaluation_service.domain.finding import ImprovementAction
from evaluation_service.domain.incentive import IncentiveKind, Outcome
from evaluation_service.domain.scales import (
    Discipline,
    Element,
    Expectation,
    GapClass,
    Mutu,
    Predicate,
)
from evaluation_service.domain.training_need import CauseKind, NeedState
from evaluation_service.persistence.column_types import Assessed, ElementScores
from evaluation_service.persistence.columns import (
    choice_columns,
    decision_columns,
    id_column,
    instant_column,
    metadata,
)

evaluations = Table(
    "evaluations",
    metadata,
    id_column("id", primary_key=True),
    id_column("employee_id"),
    id_column("unit_id"),
    Column("period", Text, nullable=False),
    *choice_columns("work_result", Expectation),
    *choice_columns("behaviour", Expectation),
    *choice_columns("discipline", Discipline),
    Column("assessed", Assessed, nullable=False),
    Column("assessor_id", Uuid),
    *choice_columns("state", EvaluationState),
    *choice_columns("predicate", Predicate, nullable=True),
    instant_column("created_at"),
    instant_column("finalised_at", nullable=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("employee_id", "period"),
    Index(None, "created_at", "id"),
)

training_needs = Table(
    "training_needs",
    metadata,
    id_column("id", primary_key=True),
    id_column("employee_id"),
    id_column("unit_id"),
    Column("competency_code", Text, nullable=False),
    Column("current_level", SmallInteger),
    Column("target_level", SmallInteger, nullable=False),
    Column("gap", SmallInteger, nullable=False),
    *choice_columns("gap_class", GapClass),
    Column("priority", SmallInteger, CheckConstraint("priority BETWEEN 1 AND 100", name="priority"), nullable=False),
    Column("confirmation_required", Boolean, nullable=False),
    *choice_columns("cause_kind", CauseKind),
    id_column("cause_id", index=True),
    *choice_columns("cause_element", Element, nullable=True),
    Column("cause_period", Text, nullable=False),
    *decision_columns(),
    instant_column("identified_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    *choice_columns("state", NeedState),
    instant_column("confirmed_at", nullable=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("employee_id", "competency_code", "cause_kind", "cause_id"),
    Index(None, "identified_at", "id"),
)

incentives = Table(
    "incentives",
    metadata,
    id_column("id", primary_key=True),
    Column("evaluation_id", Uuid, ForeignKey("evaluations.id"), nullable=False, unique=True),
    id_column("employee_id", index=True),
    id_column("unit_id"),
    Column("period", Text, nullable=False),
    *choice_columns("outcome", Outcome),
    instant_column("created_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Index(None, "created_at", "id"),
)

incentive_decisions = Table(
    "incentive_decisions",
    metadata,
    Column("incentive_id", Uuid, ForeignKey("incentives.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    *choice_columns("outcome", Outcome),
    *choice_columns("kind", IncentiveKind),
    *decision_columns(),
    instant_column("decided_at"),
)

service_indices = Table(
    "service_indices",
    metadata,
    id_column("survey_id", primary_key=True),
    id_column("service_id"),
    id_column("unit_id"),
    Column("answers", BigInteger, nullable=False),
    *(Column(f"sum_{element.lower()}", BigInteger, nullable=False) for element in Element),
    instant_column("first_heard_at"),
    Column("period", Text),
    Column("published_respondents", Integer),
    Column("required_sample", Integer),
    Column("sample_adequate", Boolean),
    Column("ikm", Numeric(5, 2)),
    *choice_columns("mutu", Mutu, nullable=True),
    Column("elements", ElementScores),
    instant_column("published_at", nullable=True),
    instant_column("decided_at", nullable=True),
    Column("version", Integer, nullable=False),
    Index(None, "unit_id", "published_at"),
    Index(None, "first_heard_at", "survey_id"),
)

index_findings = Table(
    "index_findings",
    metadata,
    id_column("survey_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    id_column("unit_id", index=True),
    Column("period", Text, nullable=False),
    *choice_columns("element", Element),
    Column("priority", SmallInteger, nullable=False),
    *decision_columns(),
    instant_column("open_until"),
    Column("correlation_id", Text, nullable=False),
)

service_improvements = Table(
    "service_improvements",
    metadata,
    id_column("id", primary_key=True),
    id_column("unit_id", index=True),
    id_column("service_id"),
    id_column("survey_id"),
    Column("element", Text, nullable=False),
    Column("value", Numeric(5, 2), nullable=False),
    *choice_columns("mutu", Mutu),
    *choice_columns("action", ImprovementAction),
    *decision_columns(),
    instant_column("requested_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("survey_id", "element"),
    Index(None, "requested_at", "id"),
)
