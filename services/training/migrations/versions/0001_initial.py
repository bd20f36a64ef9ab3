"""k0001: the tables of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1
from asn_chassis.database.row_security import (
    ALL,
    EVERYBODY,
    about,
    by_superior,
    drop_staff_in_reach,
    either,
    grant,
    of_unit,
    person,
    protect,
)
from asn_chassis.reach.tables import create_assignments_1, create_logins_1
from asn_chassis.rows import create_words_1, drop_words_1

revision = "k0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
CODE = sa.String(40)
TABLES = (
    "logins",
    "assignments",
    "units",
    "competencies",
    "competency_levels",
    "employees",
    "plan_lines",
    "need_notices",
    "training_needs",
    "enrolments",
    "plans",
    "budgets",
    "courses",
    "providers",
)
FORMS = (
    "TUGAS_BELAJAR",
    "PELATIHAN_KEPEMIMPINAN",
    "PELATIHAN_MANAJERIAL",
    "PELATIHAN_TEKNIS",
    "PELATIHAN_FUNGSIONAL",
    "PELATIHAN_SOSIAL_KULTURAL",
    "SEMINAR",
    "WORKSHOP",
    "KURSUS",
    "PENATARAN",
    "BIMBINGAN_TEKNIS",
    "SOSIALISASI",
    "COACHING",
    "MENTORING",
    "E_LEARNING",
    "PELATIHAN_JARAK_JAUH",
    "DETASERING",
    "PEMBELAJARAN_ALAM_TERBUKA",
    "PATOK_BANDING",
    "PERTUKARAN",
    "BELAJAR_MANDIRI",
    "KOMUNITAS_BELAJAR",
    "MAGANG",
    "BIMBINGAN_DI_TEMPAT_KERJA",
)
# What lists are filtered and sorted by, and what trees are walked by: columns by table.
LIST_INDEXES = {
    "units": ["parent_id", "code id", "name id"],
    "enrolments": ["enrolled_at id"],
    "providers": ["name id"],
    "courses": ["title id", "competency_code"],
    "training_needs": ["identified_at id", "priority id", "unit_id"],
}
# The names that lists are searched by.
WORDS = (
    ("unit_words", "units", "name"),
    ("provider_words", "providers", "name"),
    ("course_words", "courses", "title"),
)


def upgrade() -> None:
    """Create them."""
    create_chassis_tables_1(op)
    _create_providers()
    _create_courses()
    _create_budgets()
    _create_plans()
    _create_enrolments()
    _create_training_needs()
    _create_need_notices()
    _create_plan_lines()
    _create_staff()
    _create_dictionary()
    _create_units()
    create_assignments_1(op)
    create_logins_1(op)
    _create_list_indexes()
    create_words_1(op, *WORDS)
    _protect()


def downgrade() -> None:
    """Drop them."""
    drop_staff_in_reach(op)
    drop_words_1(op, *WORDS)
    for table in TABLES:
        op.drop_table(table)
    drop_chassis_tables_1(op)


def _create_list_indexes() -> None:
    for table, indexes in LIST_INDEXES.items():
        for columns in map(str.split, indexes):
            op.create_index("_".join(["ix", table, *columns]), table, columns)


def _protect() -> None:
    grant(op, "unit_words", "provider_words", "course_words")
    grant(op, "units", "competencies")
    # One catalogue and one budget for the city.
    for table in ("providers", "courses", "budgets"):
        protect(op, table, read=EVERYBODY, write=ALL, may="INSERT, UPDATE")
    protect(op, "plans", read=EVERYBODY, write=ALL, may="INSERT")
    protect(op, "employees", read=about("employees.id"))
    for table in ("competency_levels", "need_notices"):
        protect(op, table, read=about(f"{table}.employee_id"))
    enrolments = {"read": about("enrolments.employee_id"), "write": by_superior("enrolments.employee_id")}
    protect(op, "enrolments", **enrolments, insert=ALL, may="INSERT, UPDATE")
    # A plan decides about everybody by one rule: it may be fixed by somebody whose own need is among the others.
    needs = {"read": either(of_unit("unit_id"), person("employee_id")), "write": of_unit("unit_id")}
    protect(op, "training_needs", **needs, may="UPDATE")
    line = "EXISTS (SELECT FROM training_needs AS own WHERE own.id = need_id)"
    protect(op, "plan_lines", read=line, write=ALL, may="INSERT")


def _one_of(column: str, *words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def _level(column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} BETWEEN 1 AND 5", name=column)


def _create_providers() -> None:
    op.create_table(
        "providers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT),
        sa.Column("withdrawal_reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
        _one_of("kind", "GOVERNMENT", "PRIVATE"),
    )


def _create_courses() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("competency_code", sa.Text, nullable=False),
        sa.Column("target_level", sa.SmallInteger, nullable=False),
        sa.Column("hours", sa.Integer, nullable=False),
        sa.Column("form", CODE, nullable=False),
        sa.Column("provider_id", sa.Uuid, sa.ForeignKey("providers.id"), nullable=False),
        sa.Column("cost_per_seat", sa.BigInteger, nullable=False),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT),
        sa.Column("withdrawal_reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
        _one_of("form", *FORMS),
        _level("target_level"),
        sa.CheckConstraint("hours > 0", name="hours"),
        sa.CheckConstraint("cost_per_seat >= 0", name="cost_per_seat"),
    )
    op.create_index("ix_courses_provider_id", "courses", ["provider_id"])


def _create_budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("committed", sa.BigInteger, nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("year"),
        sa.CheckConstraint("committed BETWEEN 0 AND amount", name="committed"),
    )


def _create_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("year", sa.Integer, sa.ForeignKey("budgets.year"), nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("budget", sa.BigInteger, nullable=False),
        sa.Column("committed", sa.BigInteger, nullable=False),
        sa.Column("remaining", sa.BigInteger, nullable=False),
        sa.Column("cost", sa.BigInteger, nullable=False),
        sa.Column("funded", sa.Integer, nullable=False),
        sa.Column("unfunded", sa.Integer, nullable=False),
        sa.Column("already_met", sa.Integer, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("fixed_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("period"),
    )


def _create_enrolments() -> None:
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("employee_id", sa.Uuid, nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("course_id", sa.Uuid, sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id")),
        sa.Column("competency_code", sa.Text, nullable=False),
        sa.Column("target_level", sa.SmallInteger, nullable=False),
        sa.Column("hours", sa.Integer, nullable=False),
        sa.Column("cost", sa.BigInteger, nullable=False),
        sa.Column("enrolled_at", INSTANT, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("passed", sa.Boolean),
        sa.Column("level", sa.SmallInteger),
        sa.Column("completed_date", sa.Date),
        sa.Column("certificate_number", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        _one_of("state", "ENROLLED", "COMPLETED"),
        _level("target_level"),
        _level("level"),
        sa.CheckConstraint("(state = 'COMPLETED') = (passed IS NOT NULL)", name="passed"),
        sa.CheckConstraint("level <= target_level", name="level_of_course"),
    )
    op.create_index("ix_enrolments_plan_id", "enrolments", ["plan_id"])
    op.create_index("ix_enrolments_employee_id_id", "enrolments", ["employee_id", "id"])
    op.create_index(
        "uq_enrolments_open_seat",
        "enrolments",
        ["employee_id", "competency_code"],
        unique=True,
        postgresql_where=sa.text("state = 'ENROLLED'"),
    )


def _create_training_needs() -> None:
    op.create_table(
        "training_needs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("employee_id", sa.Uuid, nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("competency_code", sa.Text, nullable=False),
        sa.Column("current_level", sa.SmallInteger),
        sa.Column("target_level", sa.SmallInteger, nullable=False),
        sa.Column("gap", sa.SmallInteger, nullable=False),
        sa.Column("gap_class", sa.Text, nullable=False),
        sa.Column("priority", sa.SmallInteger, nullable=False),
        sa.Column("confirmation_required", sa.Boolean, nullable=False),
        sa.Column("cause", JSONB, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("identified_at", INSTANT, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("confirmed_at", INSTANT),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id")),
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolments.id")),
        sa.Column("fulfilled_at", INSTANT),
        sa.Column("ending", JSONB),
        sa.Column("version", sa.Integer, nullable=False),
        _one_of("state", "PROPOSED", "OPEN", "PLANNED", "UNFUNDED", "FULFILLED", "MET", "WITHDRAWN"),
        _level("target_level"),
        sa.CheckConstraint("priority BETWEEN 1 AND 100", name="priority"),
    )
    op.create_index("ix_training_needs_enrolment_id", "training_needs", ["enrolment_id"])
    for column in ("employee_id", "correlation_id", "state"):
        op.create_index(f"ix_training_needs_{column}_id", "training_needs", [column, "id"])


def _create_need_notices() -> None:
    op.create_table(
        "need_notices",
        sa.Column("need_id", sa.Uuid, primary_key=True),
        sa.Column("kind", CODE, primary_key=True),
        sa.Column("employee_id", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("level", sa.SmallInteger),
        sa.Column("reasons", JSONB, nullable=False),
        _one_of("kind", "CONFIRMED", "MET", "WITHDRAWN"),
    )


def _create_plan_lines() -> None:
    op.create_table(
        "plan_lines",
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("need_id", sa.Uuid, sa.ForeignKey("training_needs.id"), nullable=False),
        sa.Column("outcome", CODE, nullable=False),
        sa.Column("enrolment_id", sa.Uuid, sa.ForeignKey("enrolments.id")),
        sa.Column("decision", JSONB, nullable=False),
        sa.UniqueConstraint("plan_id", "need_id"),
        _one_of("outcome", "SEAT_BOUGHT", "SEAT_SHARED", "SEAT_JOINED", "UNFUNDED", "ALREADY_MET"),
    )


def _create_staff() -> None:
    op.create_table(
        "employees",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("employment", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "competency_levels",
        sa.Column("employee_id", sa.Uuid, primary_key=True),
        sa.Column("competency_code", sa.Text, primary_key=True),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        _level("level"),
    )


def _create_dictionary() -> None:
    op.create_table(
        "competencies",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Uuid),
        sa.Column("withdrawal_date", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
    )
