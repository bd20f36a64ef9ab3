"""The register of needs, and what was told of needs after they were identified."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, SmallInteger, Table, Text

from asn_chassis.rows import Json, code_column, id_column, instant_column, level_column
from asn_kernel.reason import Reason
from training_service.domain.need import Cause, Ending, NeedState, NoticeKind
from training_service.persistence.tables import metadata

training_needs = Table(
    "training_needs",
    metadata,
    id_column("id", primary_key=True),
    id_column("employee_id"),
    id_column("unit_id", index=True),
    Column("competency_code", Text, nullable=False),
    Column("current_level", SmallInteger),
    level_column("target_level"),
    Column("gap", SmallInteger, nullable=False),
    Column("gap_class", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("confirmation_required", Boolean, nullable=False),
    Column("cause", Json(Cause), nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("reasons", Json(tuple[Reason, ...]), nullable=False),
    instant_column("identified_at"),
    Column("correlation_id", Text, nullable=False),
    code_column("state", NeedState),
    instant_column("confirmed_at", nullable=True),
    id_column("plan_id", ForeignKey("plans.id"), nullable=True),
    id_column("enrolment_id", ForeignKey("enrolments.id"), nullable=True, index=True),
    instant_column("fulfilled_at", nullable=True),
    Column("ending", Json(Ending)),
    Column("version", Integer, nullable=False),
    Index("ix_training_needs_employee_id_id", "employee_id", "id"),
    Index("ix_training_needs_correlation_id_id", "correlation_id", "id"),
    Index("ix_training_needs_state_id", "state", "id"),
    CheckConstraint("priority BETWEEN 1 AND 100", name="priority"),
    Index(None, "identified_at", "id"),
    Index(None, "priority", "id"),
)

# A read model of others' events: no foreign keys.
need_notices = Table(
    "need_notices",
    metadata,
    id_column("need_id", primary_key=True),
    code_column("kind", NoticeKind, primary_key=True),
    id_column("employee_id"),
    instant_column("at"),
    Column("version", Integer, nullable=False),
    Column("level", SmallInteger),
    Column("reasons", Json(tuple[Reason, ...]), nullable=False),
)
