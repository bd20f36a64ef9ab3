"""k0001: the tables of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1
from asn_chassis.database.row_security import (
    EVERYBODY,
    PUBLIC,
    drop_staff_in_reach,
    either,
    grant,
    of_unit,
    protect,
)
from asn_chassis.reach.tables import create_assignments_1, create_logins_1
from asn_chassis.rows import create_words_1, drop_words_1

revision = "k0001"
down_revision = None
branch_labels = None
depends_on = None

AGE_GROUPS = ("UNDER_20", "FROM_20_TO_29", "FROM_30_TO_39", "FROM_40_TO_49", "FROM_50_TO_59", "FROM_60")
EDUCATION = ("SD", "SMP", "SMA", "D3", "S1", "S2", "S3")
OCCUPATIONS = ("PNS", "TNI", "POLRI", "SWASTA", "WIRAUSAHA", "LAINNYA")
# What lists are filtered and sorted by, and what trees are walked by: columns by table.
LIST_INDEXES = {
    "surveys": ["opened_at id", "period id", "state id"],
    "units": ["parent_id", "code id", "name id"],
    "unit_indices": ["published_at id", "period id"],
    "public_services": ["name id"],
    "satisfaction_indices": ["published_at id", "period id"],
}
# The names that lists are searched by.
WORDS = (
    ("unit_words", "units", "name"),
    ("public_service_words", "public_services", "name"),
)


def upgrade() -> None:
    """Create them."""
    create_chassis_tables_1(op)
    _create_units()
    _create_public_services()
    _create_surveys()
    _create_answers()
    _create_indices()
    create_assignments_1(op)
    create_logins_1(op)
    _create_list_indexes()
    create_words_1(op, *WORDS)
    _protect()


def downgrade() -> None:
    """Drop them."""
    drop_staff_in_reach(op)
    drop_words_1(op, *WORDS)
    for table in (
        "logins",
        "assignments",
        "unit_indices",
        "satisfaction_indices",
        "answers",
        "surveys",
        "public_services",
        "units",
    ):
        op.drop_table(table)
    drop_chassis_tables_1(op)


def _create_list_indexes() -> None:
    for table, indexes in LIST_INDEXES.items():
        for columns in map(str.split, indexes):
            op.create_index("_".join(["ix", table, *columns]), table, columns)


def _protect() -> None:
    grant(op, "unit_words", "public_service_words")
    grant(op, "units")
    ours = of_unit("unit_id")
    protect(op, "public_services", read=EVERYBODY, write=ours, may="INSERT, UPDATE")
    # Whoever answers holds the survey that she answers, so that it does not close meanwhile.
    protect(op, "surveys", read=EVERYBODY, write=ours, lock=EVERYBODY, may="INSERT, UPDATE")
    for table in ("satisfaction_indices", "unit_indices"):
        protect(op, table, read=EVERYBODY, write=ours, may="INSERT, UPDATE")
    # An answer that makes enough of them records those that waited; who closes the survey counts them all.
    survey = f"EXISTS (SELECT FROM surveys AS own WHERE own.id = survey_id AND {of_unit('own.unit_id')})"
    counted = either(PUBLIC, survey)
    protect(op, "answers", read=counted, write=counted, may="INSERT, UPDATE")


def _code(name: str, codes: tuple[str, ...], *, nullable: bool = False) -> sa.Column:
    kind = sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


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


def _create_public_services() -> None:
    op.create_table(
        "public_services",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("standard_minutes", sa.Integer),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("standard_minutes > 0", name="standard_minutes"),
    )
    op.create_index("ix_public_services_unit_id", "public_services", ["unit_id"])


def _create_surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("service_id", sa.Uuid, sa.ForeignKey("public_services.id"), nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("elements", JSONB, nullable=False),
        _code("state", ("OPEN", "HELD", "CLOSED", "WITHDRAWN")),
        _code("outcome", ("INDEX_PUBLISHED", "TOO_FEW_ANSWERS", "INDEX_REFUSED"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawal_reason", sa.Text),
        sa.Column("hold_decision", JSONB),
        _code("refusal", ("REPEATED_ANSWERS", "NOT_SERVED", "UNEXPLAINED"), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("population > 0", name="population"),
    )
    op.create_index("ix_surveys_service_id_period", "surveys", ["service_id", "period"])
    op.create_index("ix_surveys_unit_id_period", "surveys", ["unit_id", "period"])
    standing = sa.text("state <> 'WITHDRAWN'")
    op.create_index("uq_surveys_standing", "surveys", ["service_id", "period"], unique=True, postgresql_where=standing)


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("survey_id", sa.Uuid, sa.ForeignKey("surveys.id"), nullable=False),
        sa.Column("scores", JSONB, nullable=False),
        _code("sex", ("L", "P"), nullable=True),
        _code("age_group", AGE_GROUPS, nullable=True),
        _code("education", EDUCATION, nullable=True),
        _code("occupation", OCCUPATIONS, nullable=True),
        sa.Column("service_type", sa.Text),
        sa.Column("submitted_date", sa.Date, nullable=False),
        sa.Column("recorded", sa.Boolean, nullable=False),
        sa.CheckConstraint("scores <> '{}'", name="scores"),
    )
    op.create_index("ix_answers_survey_id", "answers", ["survey_id"])
    op.create_index("ix_answers_unrecorded", "answers", ["survey_id"], postgresql_where=sa.text("NOT recorded"))


def _create_indices() -> None:
    op.create_table(
        "satisfaction_indices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("survey_id", sa.Uuid, sa.ForeignKey("surveys.id"), nullable=False),
        sa.Column("service_id", sa.Uuid, nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("decision", JSONB, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("survey_id"),
    )
    op.create_index("ix_satisfaction_indices_service_id", "satisfaction_indices", ["service_id"])
    op.create_index("ix_satisfaction_indices_unit_id_period", "satisfaction_indices", ["unit_id", "period"])
    op.create_table(
        "unit_indices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("decision", JSONB, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("unit_id", "period"),
    )
