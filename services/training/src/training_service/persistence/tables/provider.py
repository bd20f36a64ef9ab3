"""Providers."""

from sqlalchemy import Column, Index, Integer, Table, Text

from asn_chassis.rows import code_column, id_column, instant_column, word_table
from asn_kernel.codes import ProviderKind
from training_service.persistence.tables import metadata

providers = Table(
    "providers",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    code_column("kind", ProviderKind),
    instant_column("registered_at"),
    instant_column("withdrawn_at", nullable=True),
    Column("withdrawal_reason", Text),
    Column("version", Integer, nullable=False),
    Index(None, "name", "id"),
)

provider_words = word_table("provider_words", providers)
