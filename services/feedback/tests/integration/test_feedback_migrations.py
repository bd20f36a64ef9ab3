"""The migrations make exactly the tables that the code maps."""

from collections.abc import Callable

from asn_chassis.database import Database
from asn_chassis.database.migrations import difference, downgrade, upgrade
from asn_chassis.service import Service
from asn_chassis.testing import owner_of
from feedback_service.app import SERVICE


def test_the_migrated_database_is_the_mapped_one(database_for: Callable[[Service], Database]) -> None:
    assert difference(database_for(SERVICE).engine, SERVICE.metadata) == []


def test_the_migrations_go_down_and_up_again(database_for: Callable[[Service], Database]) -> None:
    engine = owner_of(database_for(SERVICE))

    downgrade(engine, SERVICE.migrations, "base")
    upgrade(engine, SERVICE.migrations)

    assert difference(engine, SERVICE.metadata) == []
