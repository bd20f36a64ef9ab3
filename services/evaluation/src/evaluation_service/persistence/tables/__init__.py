"""The tables of the evaluation database, a file an aggregate; `persistence.mapping` knows them all."""

from asn_chassis.database import metadata as empty_metadata
from asn_chassis.database.tables import chassis_tables

metadata = empty_metadata()
chassis_tables(metadata)
