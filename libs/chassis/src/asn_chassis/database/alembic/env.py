"""Runs the revisions of whichever service asks, on the connection that it has opened."""

from alembic import context

from asn_chassis.database.migrations import run

run(context.config.attributes["connection"])
