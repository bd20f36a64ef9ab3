"""The database: engine and transactions, the tables of the chassis, migrations."""

from asn_chassis.database.engine import Database, contracts_of, metadata, tables_of

__all__ = ["Database", "contracts_of", "metadata", "tables_of"]
