"""0001: the chassis tables and one table of the probe's own."""

import sqlalchemy as sa
from alembic import op

from asn_chassis.database.migrations import create_chassis_tables_1, drop_chassis_tables_1

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


def downgrade() -> None:
    op.drop_table("thing")
    drop_chassis_tables_1(op)
