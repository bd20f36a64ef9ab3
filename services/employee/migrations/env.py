"""Runs the migrations of the employee service on the connection that the caller brings."""

from alembic import context

from asn_chassis.database.migrations import run
from employee_service.persistence.tables import metadata

run(context.config.attributes["connection"], metadata)
