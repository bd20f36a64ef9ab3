"""Runs the revisions of the feedback service on the connection of the migrate role."""

from alembic import context

from asn_chassis.database.migrations import run
from feedback_service.persistence.mapping import metadata

run(context.config.attributes["connection"], metadata)
