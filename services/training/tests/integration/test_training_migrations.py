"""Migrations: they make what is mapped, and go back."""

import re
from collections.abc import Callable

from sqlalchemy import Enum, inspect

from asn_chassis.database import Database
from asn_chassis.database.migrations import difference, downgrade, upgrade
from asn_chassis.testing import owner_of
from training_service.app import SERVICE


def test_the_revisions_make_exactly_the_mapped_tables(database_for: Callable[..., Database]) -> None:
    assert difference(database_for(SERVICE).engine, SERVICE.metadata) == []


def test_the_revisions_go_back_and_forth(database_for: Callable[..., Database]) -> None:
    engine = owner_of(database_for(SERVICE))

    downgrade(engine, SERVICE.migrations, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine, SERVICE.migrations)

    assert difference(engine, SERVICE.metadata) == []


def test_the_database_takes_exactly_the_codes_of_each_list(database_for: Callable[..., Database]) -> None:
    inspector = inspect(database_for(SERVICE).engine)
    columns = [
        column
        for table in SERVICE.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum)
    ]
    assert len(columns) == 6

    for column in columns:
        checks = {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(column.table.name)}
        words = re.findall(r"'(\w+)'", checks[f"ck_{column.table.name}_{column.name}"])
        assert sorted(words) == sorted(column.type.enums), column
