"""The metadata that all tables of this service belong to, those of the chassis among them."""

from asn_chassis.database import metadata as new_metadata
from asn_chassis.database.tables import chassis_tables

metadata = new_metadata()
chassis_tables(metadata)
