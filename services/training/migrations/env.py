"""Runs the revisions of the training service on the connection of the migrate role."""

from alembic import context

from asn_chassis.database.migrations import run
from training_service.persistence.mapping import metadata

run(context.config.attributes["connection"], metadata)
