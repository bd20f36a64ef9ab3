"""Civil servants, as the employee service tells of them: read models without foreign keys."""

from sqlalchemy import Column, Integer, Table, Text

from asn_chassis.reach.tables import assignment_table, login_table
from asn_chassis.rows import id_column, instant_column, level_column
from training_service.persistence.tables import metadata

employees = Table(
    "employees",
    metadata,
    id_column("id", primary_key=True),
    Column("employment", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

competency_levels = Table(
    "competency_levels",
    metadata,
    id_column("employee_id", primary_key=True),
    Column("competency_code", Text, primary_key=True),
    level_column("level"),
    instant_column("recorded_at"),
    Column("version", Integer, nullable=False),
)

assignments = assignment_table(metadata)
logins = login_table(metadata)
