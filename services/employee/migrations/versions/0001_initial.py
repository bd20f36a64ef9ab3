"""k0001: the tables of the first release, and the nine competencies that every position may ask for."""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1
from asn_chassis.database.row_security import (
    ALL,
    EVERYBODY,
    about,
    another,
    both,
    by_superior,
    create_staff_in_reach,
    drop_staff_in_reach,
    grant,
    of_unit,
    protect,
)
from asn_chassis.reach.tables import create_logins_1
from asn_chassis.rows import create_words_1, drop_words_1

revision = "k0001"
down_revision = None

# The shipped list of contracts/references/competencies.yaml; a test holds the two equal. Fixed ids: a competency has
# the same one in every installation.
SOURCE = "PermenPANRB 38/2017, Kamus Kompetensi Manajerial dan Sosial Kultural"
AT = datetime(2026, 1, 1, tzinfo=UTC)
DICTIONARY = (
    (1, "INTEGRITAS", "Integritas", "MANAGERIAL"),
    (2, "KERJA_SAMA", "Kerja sama", "MANAGERIAL"),
    (3, "KOMUNIKASI", "Komunikasi", "MANAGERIAL"),
    (4, "ORIENTASI_PADA_HASIL", "Orientasi pada hasil", "MANAGERIAL"),
    (5, "PELAYANAN_PUBLIK", "Pelayanan publik", "MANAGERIAL"),
    (6, "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN", "Pengembangan diri dan orang lain", "MANAGERIAL"),
    (7, "MENGELOLA_PERUBAHAN", "Mengelola perubahan", "MANAGERIAL"),
    (8, "PENGAMBILAN_KEPUTUSAN", "Pengambilan keputusan", "MANAGERIAL"),
    (9, "PEREKAT_BANGSA", "Perekat bangsa", "SOCIOCULTURAL"),
)
UNIT_KINDS = "KOTA SEKRETARIAT DINAS BADAN KECAMATAN KELURAHAN RSUD PUSKESMAS OTHER"
JOB_LEVELS = (
    "JPT_UTAMA JPT_MADYA JPT_PRATAMA ADMINISTRATOR PENGAWAS AHLI_UTAMA AHLI_MADYA AHLI_MUDA AHLI_PERTAMA "
    "PENYELIA MAHIR TERAMPIL PEMULA PELAKSANA KLEREK OPERATOR TEKNISI"
)
# What lists are filtered and sorted by, and what trees are walked by: columns by table.
LIST_INDEXES = {
    "units": ["parent_id", "name id", "kind id"],
    "positions": ["title id"],
    "employees": ["name id"],
    "public_services": ["code id", "name id", "unit_id"],
    "competencies": ["name id", "kind id"],
    "logins": ["subject"],
}
# The names that lists are searched by.
WORDS = (
    ("employee_words", "employees", "name"),
    ("unit_words", "units", "name"),
    ("position_words", "positions", "title"),
    ("public_service_words", "public_services", "name"),
    ("competency_words", "competencies", "name"),
)


def upgrade() -> None:
    """Create everything, parents first."""
    create_chassis_tables_1(op)
    _create_units()
    _create_competencies()
    _create_public_services()
    _create_positions()
    _create_employees()
    _create_profiles()
    _create_logins()
    _create_list_indexes()
    create_words_1(op, *WORDS)
    _protect()


def downgrade() -> None:
    """Drop everything, children first."""
    drop_staff_in_reach(op)
    drop_words_1(op, *WORDS)
    for table in (
        "logins",
        "trainings",
        "evidence",
        "assignments",
        "employees",
        "position_standards",
        "positions",
        "public_services",
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
        *_code("kind", UNIT_KINDS),
        sa.Column("parent_id", sa.Uuid, sa.ForeignKey("units.id")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawal_date", sa.Date),
        sa.Column("withdrawal_reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
    )


def _create_competencies() -> None:
    table = op.create_table(
        "competencies",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        *_code("kind", "MANAGERIAL SOCIOCULTURAL TECHNICAL"),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
    )
    op.bulk_insert(
        table,
        [
            {
                "id": UUID(f"019b76da-a800-7000-8000-{number:012}"),
                "code": code,
                "name": name,
                "kind": kind,
                "source": SOURCE,
                "created_at": AT,
                "version": 1,
            }
            for number, code, name, kind in DICTIONARY
        ],
    )


def _create_public_services() -> None:
    op.create_table(
        "public_services",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _create_positions() -> None:
    op.create_table(
        "positions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Uuid, sa.ForeignKey("units.id"), nullable=False),
        *_code("job_level", JOB_LEVELS),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawal_date", sa.Date),
        sa.Column("withdrawal_reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_positions_unit_id", "positions", ["unit_id"])
    op.create_table(
        "position_standards",
        sa.Column("position_id", sa.Uuid, sa.ForeignKey("positions.id"), primary_key=True),
        sa.Column("effective_date", sa.Date, primary_key=True),
        sa.Column("levels", JSONB, nullable=False),
        sa.Column("service_ids", JSONB, nullable=False),
        sa.Column("proposal", JSONB),
    )


def _create_employees() -> None:
    op.create_table(
        "employees",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("nip", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        *_code("employment", "PNS PPPK"),
        sa.Column("grade", sa.Text, nullable=False),
        sa.Column("unusual_start_age", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("nip"),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "employee_id", sa.Uuid, sa.ForeignKey("employees.id", deferrable=True, initially="DEFERRED"), nullable=False
        ),
        sa.Column("position_id", sa.Uuid, sa.ForeignKey("positions.id"), nullable=False),
        sa.Column("unit_id", sa.Uuid, sa.ForeignKey("units.id"), nullable=False),
        sa.Column("effective_date", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("employee_id", "effective_date"),
    )
    op.create_index("ix_assignments_unit_id", "assignments", ["unit_id"])


def _create_profiles() -> None:
    op.create_table(
        "evidence",
        sa.Column("employee_id", sa.Uuid, primary_key=True),
        sa.Column("source_id", sa.Uuid, primary_key=True),
        sa.Column("competency_code", sa.Text, primary_key=True),
        *_code("kind", "ASSESSMENT TRAINING"),
        *_level(nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "trainings",
        sa.Column("enrolment_id", sa.Uuid, primary_key=True),
        sa.Column("employee_id", sa.Uuid, nullable=False),
        sa.Column("course_id", sa.Uuid, nullable=False),
        sa.Column("competency_code", sa.Text, nullable=False),
        *_level(nullable=True),
        sa.Column("hours", sa.Integer, nullable=False),
        sa.Column("year", sa.SmallInteger, nullable=False),
        sa.Column("completed_date", sa.Date, nullable=False),
        sa.CheckConstraint("hours >= 0", name="hours"),
    )
    op.create_index("ix_trainings_employee_id", "trainings", ["employee_id"])


def _create_logins() -> None:
    create_staff_in_reach(op)
    create_logins_1(op, write=ALL)
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index("uq_logins_standing", "logins", ["issuer", "subject"], unique=True, postgresql_where=standing)


def _create_list_indexes() -> None:
    for table, indexes in LIST_INDEXES.items():
        for columns in map(str.split, indexes):
            op.create_index("_".join(["ix", table, *columns]), table, columns)


def _protect() -> None:
    grant(op, "unit_words", "position_words", "public_service_words", "competency_words")
    grant(op, "public_services")
    protect(op, "competencies", read=EVERYBODY, write=ALL, may="INSERT")
    protect(op, "units", read=EVERYBODY, write=of_unit("parent_id"), may="INSERT, UPDATE")
    protect(op, "positions", read=EVERYBODY, write=of_unit("unit_id"), may="INSERT, UPDATE")
    own = f"EXISTS (SELECT FROM positions AS own WHERE own.id = position_id AND {of_unit('own.unit_id')})"
    protect(op, "position_standards", read=EVERYBODY, write=own, may="INSERT")
    protect(op, "employees", read=about("employees.id"), write=by_superior("employees.id"), may="INSERT, UPDATE")
    protect(op, "employee_words", read=about("employee_words.id"))
    # Into a unit of the caller's; that the employee is hers to move is asked by the lock on the employee.
    into = both(of_unit("unit_id"), another("employee_id"))
    protect(op, "assignments", read=about("assignments.employee_id"), write=into, may="INSERT")
    for table in ("evidence", "trainings"):
        protect(op, table, read=about(f"{table}.employee_id"))


def _code(name: str, codes: str) -> tuple[sa.Column[str], sa.CheckConstraint]:
    listed = ", ".join(f"'{code}'" for code in codes.split())
    return sa.Column(name, sa.String(40), nullable=False), sa.CheckConstraint(f"{name} IN ({listed})", name=name)


def _level(*, nullable: bool) -> tuple[sa.Column[int], sa.CheckConstraint]:
    column = sa.Column("level", sa.SmallInteger, nullable=nullable)
    return column, sa.CheckConstraint("level BETWEEN 1 AND 5", name="level")
