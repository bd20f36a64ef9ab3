"""Budgets."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Table

from asn_chassis.rows import id_column, instant_column
from training_service.persistence.tables import metadata

budgets = Table(
    "budgets",
    metadata,
    id_column("id", primary_key=True),
    Column("year", Integer, nullable=False, unique=True),
    Column("amount", BigInteger, nullable=False),
    Column("committed", BigInteger, nullable=False),
    instant_column("set_at"),
    Column("version", Integer, nullable=False),
    # More than there is cannot be committed, whatever the code above believes.
    CheckConstraint("committed BETWEEN 0 AND amount", name="committed"),
)
