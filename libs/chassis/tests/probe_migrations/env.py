"""Runs the revisions on the connection that the caller opened."""

from alembic import context
from sqlalchemy import MetaData

from asn_chassis.database.migrations import run

run(context.config.attributes["connection"], MetaData())
