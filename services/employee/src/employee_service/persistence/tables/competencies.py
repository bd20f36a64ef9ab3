"""The competency dictionary: the shipped entries of contracts/references/competencies.yaml and the added ones."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from asn_chassis.rows import code_column, id_column, instant_column, word_table
from asn_kernel.codes import CompetencyKind
from employee_service.persistence.tables import metadata

competencies = Table(
    "competencies",
    metadata,
    id_column("id", primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    code_column("kind", CompetencyKind),
    Column("source", Text, nullable=False),
    instant_column("created_at"),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
    Index(None, "name", "id"),
    Index(None, "kind", "id"),
)

competency_words = word_table("competency_words", competencies)
