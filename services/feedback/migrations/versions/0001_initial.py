"""0001: the tables of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ELEMENTS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
)


def upgrade() -> None:
    """Create them."""
    create_chassis_tables_1(op)
    _create_units()
    _create_public_services()
    _create_surveys()
    _create_answers()
    _create_satisfaction_indices()


def downgrade() -> None:
    """Drop them."""
    for table in ("satisfaction_indices", "answers", "surveys", "public_services", "units"):
        op.drop_table(table)
    drop_chassis_tables_1(op)


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Uuid),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_units_code", "units", ["code"])


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


def _create_surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("service_id", sa.Uuid, sa.ForeignKey("public_services.id"), nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("service_id", "period"),
        sa.CheckConstraint("population > 0", name="population"),
        sa.CheckConstraint("state IN ('OPEN', 'CLOSED')", name="state"),
    )


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("survey_id", sa.Uuid, sa.ForeignKey("surveys.id"), nullable=False),
        *(sa.Column(element, sa.SmallInteger, nullable=False) for element in ELEMENTS),
        sa.Column("sex", sa.Text),
        sa.Column("age_group", sa.Text),
        sa.Column("education", sa.Text),
        sa.Column("occupation", sa.Text),
        sa.Column("service_type", sa.Text),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(f"{element} BETWEEN 1 AND 4", name=element) for element in ELEMENTS),
        sa.CheckConstraint("sex IN ('L', 'P')", name="sex"),
        sa.CheckConstraint(
            "age_group IN ('UNDER_20', 'FROM_20_TO_29', 'FROM_30_TO_39', 'FROM_40_TO_49', 'FROM_50_TO_59', 'FROM_60')",
            name="age_group",
        ),
        sa.CheckConstraint("education IN ('SD', 'SMP', 'SMA', 'D3', 'S1', 'S2', 'S3')", name="education"),
        sa.CheckConstraint(
            "occupation IN ('PNS', 'TNI', 'POLRI', 'SWASTA', 'WIRAUSAHA', 'LAINNYA')", name="occupation"
        ),
    )
    op.create_index("ix_answers_survey_id", "answers", ["survey_id"])


def _create_satisfaction_indices() -> None:
    op.create_table(
        "satisfaction_indices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("survey_id", sa.Uuid, sa.ForeignKey("surveys.id"), nullable=False),
        sa.Column("service_id", sa.Uuid, nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("respondents", sa.Integer, nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("required_sample", sa.Integer),
        sa.Column("sample_adequate", sa.Boolean),
        sa.Column("sample_method", sa.Text),
        sa.Column("ikm", sa.Numeric(5, 2), nullable=False),
        sa.Column("mutu", sa.Text, nullable=False),
        sa.Column("elements", JSONB, nullable=False),
        sa.Column("weight_mode", sa.Text, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("tally", JSONB, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("survey_id"),
        sa.CheckConstraint("ikm BETWEEN 0 AND 100", name="ikm"),
        sa.CheckConstraint("mutu IN ('A', 'B', 'C', 'D')", name="mutu"),
        sa.CheckConstraint("weight_mode IN ('EXACT', 'PRINTED_0_111', 'PRINTED_0_11')", name="weight_mode"),
        sa.CheckConstraint("sample_method IN ('FORMULA', 'NEXT_LISTED')", name="sample_method"),
    )
    op.create_index("ix_satisfaction_indices_service_id", "satisfaction_indices", ["service_id"])
    op.create_index("ix_satisfaction_indices_unit_id", "satisfaction_indices", ["unit_id"])
