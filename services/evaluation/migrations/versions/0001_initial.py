"""0001: the tables of the first release."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1

revision = "0001"
down_revision = None

MUTU = "'A', 'B', 'C', 'D'"
EXPECTATIONS = "'DIATAS_EKSPEKTASI', 'SESUAI_EKSPEKTASI', 'DIBAWAH_EKSPEKTASI'"
ELEMENTS = "'PERSYARATAN', 'PROSEDUR', 'WAKTU', 'BIAYA', 'PRODUK', 'KOMPETENSI', 'PERILAKU', 'PENGADUAN', 'SARANA'"
OUTCOMES = "'RECOMMENDED', 'DEFERRED', 'WITHHELD'"
SUMS = tuple(f"sum_{name.strip(chr(39)).lower()}" for name in ELEMENTS.split(", "))


def upgrade() -> None:
    create_chassis_tables_1(op)
    _create_replicas()
    _create_evaluations()
    _create_training_needs()
    _create_incentives()
    _create_service_indices()
    _create_findings()


def downgrade() -> None:
    for table in (
        "service_improvements",
        "index_findings",
        "service_indices",
        "incentive_decisions",
        "incentives",
        "training_needs",
        "evaluations",
        "learning_completions",
        "competency_levels",
        "positions",
        "employees",
    ):
        op.drop_table(table)
    drop_chassis_tables_1(op)


def _id(name: str, *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid, primary_key=primary_key, nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _when(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _whole(name: str, kind: Any = sa.Integer, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _one_of(name: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} IN ({values})", name=name)


def _decision() -> tuple[sa.Column[Any], ...]:
    return (
        _text("rule_version"),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("inputs", JSONB, nullable=False),
    )


def _create_replicas() -> None:
    op.create_table(
        "employees",
        _id("id", primary_key=True),
        _id("position_id"),
        _id("unit_id"),
        _text("employment", nullable=True),
        _when("assigned_at"),
        _whole("version"),
        _one_of("employment", "'PNS', 'PPPK'"),
    )
    op.create_index("ix_employees_position_id", "employees", ["position_id"])
    op.create_index("ix_employees_unit_id", "employees", ["unit_id"])
    op.create_table(
        "positions",
        _id("id", primary_key=True),
        _id("unit_id"),
        sa.Column("serves_public", sa.Boolean, nullable=False),
        sa.Column("standard", JSONB, nullable=False),
        _when("set_at"),
        _whole("version"),
    )
    op.create_table(
        "competency_levels",
        _id("employee_id", primary_key=True),
        sa.Column("competency_code", sa.Text, primary_key=True),
        _whole("level", sa.SmallInteger),
        _whole("version"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )
    op.create_table(
        "learning_completions",
        _id("enrolment_id", primary_key=True),
        _id("employee_id"),
        _whole("year", sa.SmallInteger),
        _whole("hours"),
        sa.CheckConstraint("hours >= 0", name="hours"),
    )
    op.create_index("ix_learning_completions_employee_id_year", "learning_completions", ["employee_id", "year"])


def _create_evaluations() -> None:
    op.create_table(
        "evaluations",
        _id("id", primary_key=True),
        _id("employee_id"),
        _id("unit_id"),
        _text("period"),
        _text("work_result"),
        _text("behaviour"),
        _text("discipline"),
        sa.Column("assessed", JSONB, nullable=False),
        sa.Column("assessor_id", sa.Uuid),
        _text("state"),
        _text("predicate", nullable=True),
        _when("created_at"),
        _when("finalised_at", nullable=True),
        _whole("version"),
        sa.UniqueConstraint("employee_id", "period"),
        _one_of("work_result", EXPECTATIONS),
        _one_of("behaviour", EXPECTATIONS),
        _one_of("discipline", "'CLEAR', 'RINGAN', 'SEDANG', 'BERAT'"),
        _one_of("state", "'DRAFT', 'FINALISED'"),
        _one_of("predicate", "'SANGAT_BAIK', 'BAIK', 'BUTUH_PERBAIKAN', 'KURANG', 'SANGAT_KURANG'"),
    )
    op.create_index("ix_evaluations_created_at_id", "evaluations", ["created_at", "id"])


def _create_training_needs() -> None:
    op.create_table(
        "training_needs",
        _id("id", primary_key=True),
        _id("employee_id"),
        _id("unit_id"),
        _text("competency_code"),
        _whole("current_level", sa.SmallInteger, nullable=True),
        _whole("target_level", sa.SmallInteger),
        _whole("gap", sa.SmallInteger),
        _text("gap_class"),
        _whole("priority", sa.SmallInteger),
        sa.Column("confirmation_required", sa.Boolean, nullable=False),
        _text("cause_kind"),
        _id("cause_id"),
        _text("cause_element", nullable=True),
        _text("cause_period"),
        *_decision(),
        _when("identified_at"),
        _text("correlation_id"),
        _text("state"),
        _when("confirmed_at", nullable=True),
        _whole("version"),
        sa.UniqueConstraint("employee_id", "competency_code", "cause_kind", "cause_id"),
        sa.CheckConstraint("priority BETWEEN 1 AND 100", name="priority"),
        _one_of("gap_class", "'NONE', 'LOW', 'MEDIUM', 'HIGH'"),
        _one_of("cause_kind", "'EVALUATION', 'SATISFACTION_INDEX'"),
        _one_of("cause_element", ELEMENTS),
        _one_of("state", "'PROPOSED', 'IDENTIFIED', 'CONFIRMED'"),
    )
    op.create_index("ix_training_needs_cause_id", "training_needs", ["cause_id"])
    op.create_index("ix_training_needs_correlation_id", "training_needs", ["correlation_id"])
    op.create_index("ix_training_needs_identified_at_id", "training_needs", ["identified_at", "id"])


def _create_incentives() -> None:
    op.create_table(
        "incentives",
        _id("id", primary_key=True),
        sa.Column("evaluation_id", sa.Uuid, sa.ForeignKey("evaluations.id"), nullable=False, unique=True),
        _id("employee_id"),
        _id("unit_id"),
        _text("period"),
        _text("outcome"),
        _when("created_at"),
        _text("correlation_id"),
        _whole("version"),
        _one_of("outcome", OUTCOMES),
    )
    op.create_index("ix_incentives_employee_id", "incentives", ["employee_id"])
    op.create_index("ix_incentives_correlation_id", "incentives", ["correlation_id"])
    op.create_index("ix_incentives_created_at_id", "incentives", ["created_at", "id"])
    op.create_table(
        "incentive_decisions",
        sa.Column("incentive_id", sa.Uuid, sa.ForeignKey("incentives.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        _text("outcome"),
        _text("kind"),
        *_decision(),
        _when("decided_at"),
        _one_of("outcome", OUTCOMES),
        _one_of("kind", "'REWARD_NOMINATION', 'RECOGNITION', 'NONE'"),
    )


def _create_service_indices() -> None:
    op.create_table(
        "service_indices",
        _id("survey_id", primary_key=True),
        _id("service_id"),
        _id("unit_id"),
        _whole("answers", sa.BigInteger),
        *(_whole(name, sa.BigInteger) for name in SUMS),
        _when("first_heard_at"),
        _text("period", nullable=True),
        _whole("published_respondents", nullable=True),
        _whole("required_sample", nullable=True),
        sa.Column("sample_adequate", sa.Boolean),
        sa.Column("ikm", sa.Numeric(5, 2)),
        _text("mutu", nullable=True),
        sa.Column("elements", JSONB),
        _when("published_at", nullable=True),
        _when("decided_at", nullable=True),
        _whole("version"),
        _one_of("mutu", MUTU),
    )
    op.create_index("ix_service_indices_unit_id_published_at", "service_indices", ["unit_id", "published_at"])
    op.create_index("ix_service_indices_first_heard_at_survey_id", "service_indices", ["first_heard_at", "survey_id"])


def _create_findings() -> None:
    op.create_table(
        "index_findings",
        _id("survey_id", primary_key=True),
        sa.Column("competency_code", sa.Text, primary_key=True),
        _id("unit_id"),
        _text("period"),
        _text("element"),
        _whole("priority", sa.SmallInteger),
        *_decision(),
        _when("open_until"),
        _text("correlation_id"),
        _one_of("element", ELEMENTS),
    )
    op.create_index("ix_index_findings_unit_id", "index_findings", ["unit_id"])
    op.create_table(
        "service_improvements",
        _id("id", primary_key=True),
        _id("unit_id"),
        _id("service_id"),
        _id("survey_id"),
        _text("element"),
        sa.Column("value", sa.Numeric(5, 2), nullable=False),
        _text("mutu"),
        _text("action"),
        *_decision(),
        _when("requested_at"),
        _text("correlation_id"),
        _whole("version"),
        sa.UniqueConstraint("survey_id", "element"),
        _one_of("mutu", MUTU),
        _one_of("action", "'PROCESS_REVIEW', 'FOLLOW_UP_PLAN'"),
    )
    op.create_index("ix_service_improvements_unit_id", "service_improvements", ["unit_id"])
    op.create_index("ix_service_improvements_correlation_id", "service_improvements", ["correlation_id"])
    op.create_index("ix_service_improvements_requested_at_id", "service_improvements", ["requested_at", "id"])
