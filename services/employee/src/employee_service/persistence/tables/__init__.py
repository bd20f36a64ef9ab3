"""The tables of the employee service, a module per aggregate, beside those that the chassis brings."""

from asn_chassis.database import metadata as empty_metadata
from asn_chassis.database.tables import chassis_tables

metadata = empty_metadata()
chassis_tables(metadata)
