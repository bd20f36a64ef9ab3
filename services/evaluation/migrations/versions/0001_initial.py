"""k0001: the tables of the first release."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1
from asn_chassis.database.row_security import (
    about,
    another,
    both,
    create_staff_in_reach,
    drop_staff_in_reach,
    either,
    grant,
    of_unit,
    person,
    protect,
)
from asn_chassis.reach.tables import create_logins_1
from asn_chassis.rows import create_words_1, drop_words_1

revision = "k0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "logins",
    "service_improvements",
    "index_findings",
    "training_needs",
    "incentive_versions",
    "incentives",
    "evaluations",
    "unit_indices",
    "survey_indices",
    "element_tallies",
    "answer_tallies",
    "surveys",
    "units",
    "competencies",
    "learning_completions",
    "competency_levels",
    "position_standards",
    "assignments",
    "employments",
)
MUTU = ("A", "B", "C", "D")
EXPECTATIONS = ("DIATAS_EKSPEKTASI", "SESUAI_EKSPEKTASI", "DIBAWAH_EKSPEKTASI")
PREDICATES = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG")
ELEMENTS = (
    "PERSYARATAN",
    "PROSEDUR",
    "WAKTU",
    "BIAYA",
    "PRODUK",
    "KOMPETENSI",
    "PERILAKU",
    "PENGADUAN",
    "SARANA",
)
# What lists are filtered and sorted by, and what trees are walked by: columns by table.
LIST_INDEXES = {
    "evaluations": ["period id", "state created_at id"],
    "incentives": ["period id", "outcome created_at id"],
    "units": ["parent_id", "code id", "name id"],
    "surveys": ["period survey_id", "service_id"],
    "training_needs": ["employee_id", "state identified_at id"],
}
# The names that lists are searched by.
WORDS = (("unit_words", "units", "name"),)


def upgrade() -> None:
    """Create them."""
    create_chassis_tables_1(op)
    _create_people()
    _create_dictionary()
    _create_surveys()
    _create_indices()
    _create_evaluations()
    _create_incentives()
    _create_training_needs()
    _create_findings()
    create_staff_in_reach(op)
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
    grant(op, "unit_words")
    grant(op, "units", "competencies", "position_standards", "surveys", "answer_tallies", "element_tallies")
    grant(op, "survey_indices", "unit_indices", "index_findings", "service_improvements")
    for table in ("employments", "assignments", "competency_levels", "learning_completions"):
        protect(op, table, read=about(f"{table}.employee_id"))
    # Rows of a period: whoever was responsible then is now, whereto the employee may have gone since.
    read = either(of_unit("unit_id"), person("employee_id"))
    write = both(of_unit("unit_id"), another("employee_id"))
    assessed = both(either(of_unit("unit_id"), person("assessor_id")), another("employee_id"))
    protect(op, "evaluations", read=either(read, person("assessor_id")), write=assessed, may="INSERT, UPDATE")
    for table in ("incentives", "training_needs"):
        protect(op, table, read=read, write=write, may="INSERT, UPDATE")
    seen = "EXISTS (SELECT FROM incentives AS own WHERE own.id = incentive_id{})"
    ours = f" AND {of_unit('own.unit_id')} AND {another('own.employee_id')}"
    protect(op, "incentive_versions", read=seen.format(""), write=seen.format(ours), may="INSERT")


def _id(name: str, *arguments: Any, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid, *arguments, nullable=nullable, **options)


def _text(name: str, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=nullable, **options)


def _when(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, kind: Any = sa.Integer, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable, **options)


def _json(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, JSONB, nullable=nullable)


def _code(name: str, codes: tuple[str, ...], *, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def _create_people() -> None:
    op.create_table(
        "employments",
        _id("employee_id", primary_key=True),
        _code("employment", ("PNS", "PPPK")),
        _number("version"),
    )
    op.create_table(
        "assignments",
        _id("employee_id", primary_key=True),
        sa.Column("effective_date", sa.Date, primary_key=True),
        _id("position_id", index=True),
        _id("unit_id"),
        _number("version"),
    )
    op.create_table(
        "position_standards",
        _id("position_id", primary_key=True),
        sa.Column("effective_date", sa.Date, primary_key=True),
        _id("unit_id"),
        sa.Column("service_ids", sa.ARRAY(sa.Uuid), nullable=False),
        _json("standard"),
        _number("version"),
    )
    op.create_table(
        "competency_levels",
        _id("employee_id", primary_key=True),
        _text("competency_code", primary_key=True),
        _number("version", primary_key=True),
        _number("level", sa.SmallInteger),
        _when("recorded_at"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )
    op.create_table(
        "learning_completions",
        _id("enrolment_id", primary_key=True),
        _id("employee_id"),
        _number("year", sa.SmallInteger),
        _number("hours"),
        _number("version"),
        sa.CheckConstraint("hours >= 0", name="hours"),
    )
    op.create_index("ix_learning_completions_employee_id_year", "learning_completions", ["employee_id", "year"])


def _create_dictionary() -> None:
    op.create_table("competencies", _text("code", primary_key=True), _text("name"), _text("kind"), _number("version"))
    op.create_table(
        "units",
        _id("id", primary_key=True),
        _text("code"),
        _text("name"),
        _text("kind"),
        _id("parent_id", nullable=True),
        sa.Column("withdrawal_date", sa.Date),
        _number("version"),
    )


def _create_surveys() -> None:
    op.create_table(
        "surveys",
        _id("survey_id", primary_key=True),
        _id("service_id"),
        _id("unit_id"),
        _text("period"),
        _code("outcome", ("INDEX_PUBLISHED", "TOO_FEW_ANSWERS", "INDEX_REFUSED", "WITHDRAWN"), nullable=True),
        _number("version"),
    )
    op.create_index("ix_surveys_unit_id_period", "surveys", ["unit_id", "period"])
    op.create_table("answer_tallies", _id("survey_id", primary_key=True), _number("answers", sa.BigInteger))
    op.create_table(
        "element_tallies",
        _id("survey_id", primary_key=True),
        _text("element", primary_key=True),
        *(_number(f"n{score}", sa.BigInteger) for score in (1, 2, 3, 4)),
    )


def _create_indices() -> None:
    op.create_table(
        "survey_indices",
        _id("survey_id", primary_key=True),
        _id("service_id"),
        _id("unit_id"),
        _text("period"),
        _number("respondents"),
        _number("population", nullable=True),
        _number("required_sample", nullable=True),
        sa.Column("sample_adequate", sa.Boolean),
        sa.Column("ikm", sa.Numeric(5, 2), nullable=False),
        _code("mutu", MUTU),
        _json("elements"),
        _when("published_at"),
        _number("version"),
    )
    op.create_table(
        "unit_indices",
        _id("unit_id", primary_key=True),
        _text("period", primary_key=True),
        _number("respondents"),
        sa.Column("sample_adequate", sa.Boolean),
        sa.Column("ikm", sa.Numeric(5, 2), nullable=False),
        _code("mutu", MUTU),
        _number("version"),
    )


def _create_evaluations() -> None:
    op.create_table(
        "evaluations",
        _id("id", primary_key=True),
        _id("employee_id"),
        _text("period"),
        _id("position_id"),
        _id("unit_id", index=True),
        _json("standard"),
        sa.Column("service_ids", sa.ARRAY(sa.Uuid), nullable=False),
        _code("work_result", EXPECTATIONS),
        _code("behaviour", EXPECTATIONS),
        _code("discipline", ("CLEAR", "RINGAN", "SEDANG", "BERAT")),
        _json("assessed"),
        _id("assessor_id"),
        _code("state", ("DRAFT", "FINALISED", "WITHDRAWN")),
        _code("predicate", PREDICATES, nullable=True),
        _json("decision", nullable=True),
        _when("created_at"),
        _when("finalised_at", nullable=True),
        _when("withdrawn_at", nullable=True),
        _text("withdrawal_reason", nullable=True),
        _text("correlation_id", nullable=True),
        _number("version"),
    )
    op.create_index("ix_evaluations_created_at_id", "evaluations", ["created_at", "id"])
    own = ["employee_id", "period"]
    op.create_index("ix_evaluations_employee_id_period", "evaluations", own)
    standing = sa.text("state <> 'WITHDRAWN'")
    op.create_index("uq_evaluations_standing", "evaluations", own, unique=True, postgresql_where=standing)


def _create_incentives() -> None:
    op.create_table(
        "incentives",
        _id("id", primary_key=True),
        _id("evaluation_id", sa.ForeignKey("evaluations.id"), unique=True),
        _id("employee_id", index=True),
        _id("unit_id", index=True),
        _text("period"),
        _code("outcome", ("RECOMMENDED", "DEFERRED", "WITHHELD")),
        _when("created_at"),
        _text("correlation_id", index=True),
        _number("version"),
    )
    op.create_index("ix_incentives_created_at_id", "incentives", ["created_at", "id"])
    op.create_table(
        "incentive_versions",
        _id("incentive_id", sa.ForeignKey("incentives.id"), primary_key=True),
        _number("version", primary_key=True),
        _json("decision"),
        _when("decided_at"),
    )


def _create_training_needs() -> None:
    op.create_table(
        "training_needs",
        _id("id", primary_key=True),
        _id("employee_id"),
        _id("unit_id", index=True),
        _text("competency_code"),
        _code("cause_kind", ("EVALUATION", "SATISFACTION_INDEX")),
        _id("cause_id", index=True),
        _text("cause_period"),
        _code("cause_element", ELEMENTS, nullable=True),
        _json("decision"),
        _when("identified_at"),
        _text("correlation_id", index=True),
        _code("state", ("PROPOSED", "IDENTIFIED", "CONFIRMED", "MET", "WITHDRAWN", "LAPSED")),
        _when("confirmed_at", nullable=True),
        _when("ended_at", nullable=True),
        sa.Column("withdrawal_reason", sa.Text),
        _number("version"),
    )
    op.create_index("ix_training_needs_identified_at_id", "training_needs", ["identified_at", "id"])
    op.create_index(
        "uq_training_needs_standing",
        "training_needs",
        ["employee_id", "competency_code", "cause_kind", "cause_id"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('MET', 'LAPSED')"),
    )


def _create_findings() -> None:
    op.create_table(
        "index_findings",
        _id("survey_id", primary_key=True),
        _text("competency_code", primary_key=True),
        _id("service_id"),
        _text("period"),
        sa.Column("day", sa.Date, nullable=False, index=True),
        _when("moment"),
        _json("finding"),
        _text("correlation_id"),
    )
    op.create_table(
        "service_improvements",
        _id("id", primary_key=True),
        _id("unit_id", index=True),
        _id("service_id"),
        _id("survey_id"),
        _code("element", ELEMENTS),
        _code("action", ("PROCESS_REVIEW", "FOLLOW_UP_PLAN")),
        _json("decision"),
        _when("requested_at"),
        _text("correlation_id", index=True),
        _number("version"),
        sa.UniqueConstraint("survey_id", "element"),
    )
    op.create_index("ix_service_improvements_requested_at_id", "service_improvements", ["requested_at", "id"])
