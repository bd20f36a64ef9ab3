"""Plans and their lines."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from asn_chassis.rows import Json, code_column, id_column, instant_column, period_column
from asn_kernel.reason import Reason
from training_service.domain.plan import LineKind
from training_service.persistence.tables import metadata
from training_service.persistence.types import LineDecision

plans = Table(
    "plans",
    metadata,
    id_column("id", primary_key=True),
    Column("year", ForeignKey("budgets.year"), nullable=False),
    period_column("period", unique=True),
    Column("budget", BigInteger, nullable=False),
    Column("committed", BigInteger, nullable=False),
    Column("remaining", BigInteger, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("funded", Integer, nullable=False),
    Column("unfunded", Integer, nullable=False),
    Column("already_met", Integer, nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("reasons", Json(tuple[Reason, ...]), nullable=False),
    instant_column("fixed_at"),
    Column("version", Integer, nullable=False),
)

plan_lines = Table(
    "plan_lines",
    metadata,
    id_column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    id_column("need_id", ForeignKey("training_needs.id")),
    code_column("outcome", LineKind),
    id_column("enrolment_id", ForeignKey("enrolments.id"), nullable=True),
    Column("decision", LineDecision(), nullable=False),
    UniqueConstraint("plan_id", "need_id"),
)
