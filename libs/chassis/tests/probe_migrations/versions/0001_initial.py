"""0001: the chassis tables and one table of the probe's own."""

import sqlalchemy as sa
from alembic import op

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1
from asn_chassis.database.row_security import drop_staff_in_reach, grant
from asn_chassis.reach.tables import create_assignments_1, create_logins_1

revision = "p0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables_1(op)
    op.create_table(
        "thing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("score", sa.Integer, nullable=False),
    )
    grant(op, "thing", may="SELECT, INSERT, UPDATE")
    create_assignments_1(op)
    create_logins_1(op)


def downgrade() -> None:
    drop_staff_in_reach(op)
    for table in ("logins", "assignments", "thing"):
        op.drop_table(table)
    drop_chassis_tables_1(op)
