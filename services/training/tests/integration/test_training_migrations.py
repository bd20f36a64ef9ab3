"""Migrations: they make what is mapped, and go back."""

from collections.abc import Callable

from sqlalchemy import inspect

from asn_chassis.database import Database
from asn_chassis.database.migrations import difference, downgrade, upgrade
from training_service.app import SERVICE


def test_the_revisions_make_exactly_the_mapped_tables(database_for: Callable[..., Database]) -> None:
    assert difference(database_for(SERVICE).engine, SERVICE.metadata) == []


def test_the_revisions_go_back_and_forth(database_for: Callable[..., Database]) -> None:
    engine = database_for(SERVICE).engine

    downgrade(engine, SERVICE.migrations, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine, SERVICE.migrations)

    assert difference(engine, SERVICE.metadata) == []
