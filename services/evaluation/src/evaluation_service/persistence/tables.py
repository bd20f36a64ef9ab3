"""Tables of the evaluation service."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
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
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.database import metadata as new_metadata
from asn_chassis.tables import chassis_tables
from evaluation_service.domain.evaluation import EvaluationState
from evaluation_service.domain.finding import ImprovementAction
from evaluation_service.domain.incentive import IncentiveKind, Outcome
from evaluation_service.domain.scales import (
    Discipline,
    Element,
    Employment,
    Expectation,
    GapClass,
    Mutu,
    Predicate,
)
from evaluation_service.domain.training_need import CauseKind, NeedState
from evaluation_service.persistence.column_types import Assessed, ElementScores, EnumText, Inputs, Reasons

metadata = new_metadata()
chassis_tables(metadata)


def _id(name: str, **options: Any) -> Column[Any]:
    return Column(name, Uuid, nullable=False, **options)


def _when(name: str, **options: Any) -> Column[Any]:
    return Column(name, DateTime(timezone=True), **{"nullable": False, **options})


def _choice(name: str, enum: type[StrEnum], *, nullable: bool = False) -> Iterator[Any]:
    """One of an enumeration's values, as text that the database checks."""
    yield Column(name, EnumText(enum), nullable=nullable)
    yield CheckConstraint(f"{name} IN ({', '.join(repr(member.value) for member in enum)})", name=name)


def _decision() -> Iterator[Any]:
    """Return what every decision keeps, so that anyone can recompute it."""
    yield Column("rule_version", Text, nullable=False)
    yield Column("reasons", Reasons, nullable=False)
    yield Column("inputs", Inputs, nullable=False)


# Replicas: nothing refers to them by a foreign key, for their events may come in any order.
employees = Table(
    "employees",
    metadata,
    _id("id", primary_key=True),
    _id("position_id", index=True),
    _id("unit_id", index=True),
    *_choice("employment", Employment, nullable=True),
    _when("assigned_at"),
    Column("version", Integer, nullable=False),
)

positions = Table(
    "positions",
    metadata,
    _id("id", primary_key=True),
    _id("unit_id"),
    Column("serves_public", Boolean, nullable=False),
    Column("standard", JSONB, nullable=False),
    _when("set_at"),
    Column("version", Integer, nullable=False),
)

competency_levels = Table(
    "competency_levels",
    metadata,
    _id("employee_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    Column("level", SmallInteger, CheckConstraint("level BETWEEN 1 AND 5", name="level"), nullable=False),
    Column("version", Integer, nullable=False),
)

learning_completions = Table(
    "learning_completions",
    metadata,
    _id("enrolment_id", primary_key=True),
    _id("employee_id"),
    Column("year", SmallInteger, nullable=False),
    Column("hours", Integer, CheckConstraint("hours >= 0", name="hours"), nullable=False),
    Index(None, "employee_id", "year"),
)

evaluations = Table(
    "evaluations",
    metadata,
    _id("id", primary_key=True),
    _id("employee_id"),
    _id("unit_id"),
    Column("period", Text, nullable=False),
    *_choice("work_result", Expectation),
    *_choice("behaviour", Expectation),
    *_choice("discipline", Discipline),
    Column("assessed", Assessed, nullable=False),
    Column("assessor_id", Uuid),
    *_choice("state", EvaluationState),
    *_choice("predicate", Predicate, nullable=True),
    _when("created_at"),
    _when("finalised_at", nullable=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("employee_id", "period"),
    Index(None, "created_at", "id"),
)

training_needs = Table(
    "training_needs",
    metadata,
    _id("id", primary_key=True),
    _id("employee_id"),
    _id("unit_id"),
    Column("competency_code", Text, nullable=False),
    Column("current_level", SmallInteger),
    Column("target_level", SmallInteger, nullable=False),
    Column("gap", SmallInteger, nullable=False),
    *_choice("gap_class", GapClass),
    Column("priority", SmallInteger, CheckConstraint("priority BETWEEN 1 AND 100", name="priority"), nullable=False),
    Column("confirmation_required", Boolean, nullable=False),
    *_choice("cause_kind", CauseKind),
    _id("cause_id", index=True),
    *_choice("cause_element", Element, nullable=True),
    Column("cause_period", Text, nullable=False),
    *_decision(),
    _when("identified_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    *_choice("state", NeedState),
    _when("confirmed_at", nullable=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("employee_id", "competency_code", "cause_kind", "cause_id"),
    Index(None, "identified_at", "id"),
)

incentives = Table(
    "incentives",
    metadata,
    _id("id", primary_key=True),
    Column("evaluation_id", Uuid, ForeignKey("evaluations.id"), nullable=False, unique=True),
    _id("employee_id", index=True),
    _id("unit_id"),
    Column("period", Text, nullable=False),
    *_choice("outcome", Outcome),
    _when("created_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Index(None, "created_at", "id"),
)

incentive_decisions = Table(
    "incentive_decisions",
    metadata,
    Column("incentive_id", Uuid, ForeignKey("incentives.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    *_choice("outcome", Outcome),
    *_choice("kind", IncentiveKind),
    *_decision(),
    _when("decided_at"),
)

service_indices = Table(
    "service_indices",
    metadata,
    _id("survey_id", primary_key=True),
    _id("service_id"),
    _id("unit_id"),
    Column("answers", BigInteger, nullable=False),
    *(Column(f"sum_{element.lower()}", BigInteger, nullable=False) for element in Element),
    _when("first_heard_at"),
    Column("period", Text),
    Column("published_respondents", Integer),
    Column("required_sample", Integer),
    Column("sample_adequate", Boolean),
    Column("ikm", Numeric(5, 2)),
    *_choice("mutu", Mutu, nullable=True),
    Column("elements", ElementScores),
    _when("published_at", nullable=True),
    _when("decided_at", nullable=True),
    Column("version", Integer, nullable=False),
    Index(None, "unit_id", "published_at"),
    Index(None, "first_heard_at", "survey_id"),
)

index_findings = Table(
    "index_findings",
    metadata,
    _id("survey_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    _id("unit_id", index=True),
    Column("period", Text, nullable=False),
    *_choice("element", Element),
    Column("priority", SmallInteger, nullable=False),
    *_decision(),
    _when("open_until"),
    Column("correlation_id", Text, nullable=False),
)

service_improvements = Table(
    "service_improvements",
    metadata,
    _id("id", primary_key=True),
    _id("unit_id", index=True),
    _id("service_id"),
    _id("survey_id"),
    Column("element", Text, nullable=False),
    Column("value", Numeric(5, 2), nullable=False),
    *_choice("mutu", Mutu),
    *_choice("action", ImprovementAction),
    *_decision(),
    _when("requested_at"),
    Column("correlation_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("survey_id", "element"),
    Index(None, "requested_at", "id"),
)
