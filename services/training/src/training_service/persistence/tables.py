"""The tables of the training database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from asn_chassis.columns import EnumText, one_of
from asn_chassis.database import metadata as empty_metadata
from asn_chassis.database.tables import chassis_tables
from training_service.domain.course import Form
from training_service.domain.enrolment import EnrolmentState
from training_service.domain.need import Cause, NeedState
from training_service.domain.plan import Outcome
from training_service.domain.provider import ProviderKind
from training_service.domain.reason import Reason
from training_service.persistence.types import Shape

INSTANT = DateTime(timezone=True)
LEVEL = "BETWEEN 1 AND 5"

metadata = empty_metadata()
chassis_tables(metadata)

providers = Table(
    "providers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", EnumText(ProviderKind), nullable=False),
    Column("registered_at", INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    one_of("kind", ProviderKind),
)

courses = Table(
    "courses",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("competency_code", Text, nullable=False),
    Column("target_level", SmallInteger, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("form", EnumText(Form), nullable=False),
    Column("provider_id", ForeignKey("providers.id"), nullable=False),
    Column("cost_per_seat", BigInteger, nullable=False),
    Column("offered_at", INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    one_of("form", Form),
    CheckConstraint(f"target_level {LEVEL}", name="target_level"),
    CheckConstraint("hours > 0", name="hours"),
    CheckConstraint("cost_per_seat >= 0", name="cost_per_seat"),
)

budgets = Table(
    "budgets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False, unique=True),
    Column("amount", BigInteger, nullable=False),
    Column("committed", BigInteger, nullable=False),
    Column("set_at", INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("committed BETWEEN 0 AND amount", name="committed"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("year", ForeignKey("budgets.year"), nullable=False),
    Column("period", Text, nullable=False),
    Column("budget", BigInteger, nullable=False),
    Column("committed", BigInteger, nullable=False),
    Column("remaining", BigInteger, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("funded", Integer, nullable=False),
    Column("unfunded", Integer, nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("reasons", Shape(tuple[Reason, ...]), nullable=False),
    Column("fixed_at", INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("year", "period"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("employee_id", Uuid, nullable=False),
    Column("course_id", ForeignKey("courses.id"), nullable=False),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("competency_code", Text, nullable=False),
    Column("target_level", SmallInteger, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("enrolled_at", INSTANT, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("state", EnumText(EnrolmentState), nullable=False),
    Column("level", SmallInteger),
    Column("completed_date", Date),
    Column("certificate_number", Text),
    Column("version", Integer, nullable=False),
    Index("ix_enrolments_employee_id_id", "employee_id", "id"),
    one_of("state", EnrolmentState),
    CheckConstraint(f"level {LEVEL}", name="level"),
)
# A second seat for the same employee and competency cannot exist, whatever the code above believes.
Index(
    "uq_enrolments_open_seat",
    enrolments.c.employee_id,
    enrolments.c.competency_code,
    unique=True,
    postgresql_where=enrolments.c.state == EnrolmentState.ENROLLED,
)

training_needs = Table(
    "training_needs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("employee_id", Uuid, nullable=False),
    Column("unit_id", Uuid, nullable=False),
    Column("competency_code", Text, nullable=False),
    Column("current_level", SmallInteger),
    Column("target_level", SmallInteger, nullable=False),
    Column("gap", SmallInteger, nullable=False),
    Column("gap_class", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("confirmation_required", Boolean, nullable=False),
    Column("cause", Shape(Cause), nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("reasons", Shape(tuple[Reason, ...]), nullable=False),
    Column("identified_at", INSTANT, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("state", EnumText(NeedState), nullable=False),
    Column("confirmed_at", INSTANT),
    Column("plan_id", ForeignKey("plans.id")),
    Column("enrolment_id", ForeignKey("enrolments.id"), index=True),
    Column("fulfilled_at", INSTANT),
    Column("version", Integer, nullable=False),
    Index("ix_training_needs_employee_id_id", "employee_id", "id"),
    Index("ix_training_needs_correlation_id_id", "correlation_id", "id"),
    Index("ix_training_needs_state_id", "state", "id"),
    one_of("state", NeedState),
    CheckConstraint(f"target_level {LEVEL}", name="target_level"),
    CheckConstraint("priority BETWEEN 1 AND 100", name="priority"),
)

need_confirmations = Table(
    "need_confirmations",
    metadata,
    Column("need_id", Uuid, primary_key=True),
    Column("confirmed_at", INSTANT, nullable=False),
)

plan_lines = Table(
    "plan_lines",
    metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("need_id", ForeignKey("training_needs.id"), nullable=False),
    Column("outcome", EnumText(Outcome), nullable=False),
    Column("course_id", ForeignKey("courses.id")),
    Column("enrolment_id", ForeignKey("enrolments.id")),
    Column("cost", BigInteger, nullable=False),
    Column("reasons", Shape(tuple[Reason, ...]), nullable=False),
    UniqueConstraint("plan_id", "need_id"),
    one_of("outcome", Outcome),
)

employees = Table(
    "employees",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("employment", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
