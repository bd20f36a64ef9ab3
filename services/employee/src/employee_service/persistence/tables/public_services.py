"""Public services: a replica of what the feedback service registers, so nothing points into it or out of it."""

from sqlalchemy import Column, Integer, Table, Text

from asn_chassis.rows import id_column
from employee_service.persistence.tables import metadata

public_services = Table(
    "public_services",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    id_column("unit_id"),
    Column("version", Integer, nullable=False),
)
