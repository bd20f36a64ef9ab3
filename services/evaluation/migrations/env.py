"""Runs the migrations of the evaluation service on the connection that the caller brings."""

from alembic import context

from asn_chassis.database.migrations import run
from evaluation_service.persistence.mapping import metadata

run(context.config.attributes["connection"], metadata)
