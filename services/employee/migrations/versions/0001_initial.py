"""0001: the tables of the first release, and the nine competencies that every position may ask for."""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1

revision = "0001"
down_revision = None

SOURCE = "PermenPANRB 38/2017, Kamus Kompetensi Manajerial dan Sosial Kultural"
AT = datetime(2026, 1, 1, tzinfo=UTC)
# Fixed ids: a competency has the same one in every installation.
DICTIONARY = (
    ("019b76da-a800-7000-8000-000000000001", "INTEGRITAS", "Integritas", "MANAGERIAL"),
    ("019b76da-a800-7000-8000-000000000002", "KERJA_SAMA", "Kerja sama", "MANAGERIAL"),
    ("019b76da-a800-7000-8000-000000000003", "KOMUNIKASI", "Komunikasi", "MANAGERIAL"),
    ("019b76da-a800-7000-8000-000000000004", "ORIENTASI_PADA_HASIL", "Orientasi pada hasil", "MANAGERIAL"),
    ("019b76da-a800-7000-8000-000000000005", "PELAYANAN_PUBLIK", "Pelayanan publik", "MANAGERIAL"),
    (
        "019b76da-a800-7000-8000-000000000006",
        "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN",
        "Pengembangan diri dan orang lain",
        "MANAGERIAL",
    ),
    ("019b76da-a800-7000-8000-000000000007", "MENGELOLA_PERUBAHAN", "Mengelola perubahan", "MANAGERIAL"),
    ("019b76da-a800-7000-8000-000000000008", "PENGAMBILAN_KEPUTUSAN", "Pengambilan keputusan", "MANAGERIAL"),
    ("019b76da-a800-7000-8000-000000000009", "PEREKAT_BANGSA", "Perekat bangsa", "SOCIOCULTURAL"),
)
UNIT_KINDS = "'KOTA', 'SEKRETARIAT', 'DINAS', 'BADAN', 'KECAMATAN', 'KELURAHAN', 'RSUD', 'PUSKESMAS', 'OTHER'"
JOB_LEVELS = (
    "'JPT_UTAMA', 'JPT_MADYA', 'JPT_PRATAMA', 'ADMINISTRATOR', 'PENGAWAS', 'AHLI_UTAMA', 'AHLI_MADYA', "
    "'AHLI_MUDA', 'AHLI_PERTAMA', 'PENYELIA', 'MAHIR', 'TERAMPIL', 'PEMULA', 'PELAKSANA', 'KLEREK', 'OPERATOR', "
    "'TEKNISI'"
)
LEVELS = "level BETWEEN 1 AND 5"


def upgrade() -> None:
    """Create everything, parents first."""
    create_chassis_tables_1(op)
    _create_units()
    _create_competencies()
    _create_positions()
    _create_employees()
    _create_career_and_learning()


def downgrade() -> None:
    """Drop everything, children first."""
    for table in (
        "trainings",
        "evidence",
        "assignments",
        "employees",
        "position_requirements",
        "positions",
        "competencies",
        "units",
    ):
        op.drop_table(table)
    drop_chassis_tables_1(op)


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Uuid, sa.ForeignKey("units.id")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint(f"kind IN ({UNIT_KINDS})", name="kind"),
    )


def _create_competencies() -> None:
    table = op.create_table(
        "competencies",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("kind IN ('MANAGERIAL', 'SOCIOCULTURAL', 'TECHNICAL')", name="kind"),
    )
    rows = [{"id": UUID(id_), "code": code, "name": name, "kind": kind} for id_, code, name, kind in DICTIONARY]
    op.bulk_insert(table, [{**row, "source": SOURCE, "created_at": AT, "version": 1} for row in rows])


def _create_positions() -> None:
    op.create_table(
        "positions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Uuid, sa.ForeignKey("units.id"), nullable=False),
        sa.Column("job_level", sa.Text, nullable=False),
        sa.Column("serves_public", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint(f"job_level IN ({JOB_LEVELS})", name="job_level"),
    )
    op.create_index("ix_positions_unit_id", "positions", ["unit_id"])
    op.create_table(
        "position_requirements",
        sa.Column("position_id", sa.Uuid, sa.ForeignKey("positions.id"), primary_key=True),
        sa.Column("effective_date", sa.Date, primary_key=True),
        sa.Column("competency_code", sa.Text, sa.ForeignKey("competencies.code"), primary_key=True),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.CheckConstraint(LEVELS, name="level"),
    )


def _create_employees() -> None:
    op.create_table(
        "employees",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("nip", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("employment", sa.Text, nullable=False),
        sa.Column("grade", sa.Text, nullable=False),
        sa.Column("position_id", sa.Uuid, sa.ForeignKey("positions.id"), nullable=False),
        sa.Column("unit_id", sa.Uuid, sa.ForeignKey("units.id"), nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("unusual_start_age", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("nip"),
        sa.CheckConstraint("employment IN ('PNS', 'PPPK')", name="employment"),
    )
    op.create_index("ix_employees_unit_id", "employees", ["unit_id"])


def _create_career_and_learning() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid, primary_key=True),
        _employee_id(nullable=False),
        sa.Column("position_id", sa.Uuid, sa.ForeignKey("positions.id"), nullable=False),
        sa.Column("unit_id", sa.Uuid, sa.ForeignKey("units.id"), nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_assignments_employee_id", "assignments", ["employee_id"])
    op.create_table(
        "evidence",
        _employee_id(primary_key=True),
        sa.Column("source_id", sa.Uuid, primary_key=True),
        _competency_code(primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('ASSESSMENT', 'TRAINING')", name="kind"),
        sa.CheckConstraint(LEVELS, name="level"),
    )
    op.create_table(
        "trainings",
        sa.Column("enrolment_id", sa.Uuid, primary_key=True),
        _employee_id(nullable=False),
        sa.Column("course_id", sa.Uuid, nullable=False),
        _competency_code(nullable=False),
        sa.Column("level", sa.SmallInteger),
        sa.Column("hours", sa.Integer, nullable=False),
        sa.Column("year", sa.SmallInteger, nullable=False),
        sa.Column("completed_date", sa.Date, nullable=False),
        sa.CheckConstraint(LEVELS, name="level"),
        sa.CheckConstraint("hours >= 0", name="hours"),
    )
    op.create_index("ix_trainings_employee_id", "trainings", ["employee_id"])


def _employee_id(**options: bool) -> sa.Column[UUID]:
    return sa.Column("employee_id", sa.Uuid, sa.ForeignKey("employees.id"), **options)


def _competency_code(**options: bool) -> sa.Column[str]:
    return sa.Column("competency_code", sa.Text, sa.ForeignKey("competencies.code"), **options)
