"""The database: connections whose other end is gone, and migrations."""

import shutil

import pytest
from probe import SERVICE
from sqlalchemy import text

from asn_chassis.database.migrations import behind, downgrade, upgrade
from asn_chassis.testing import owner_of


@pytest.mark.parametrize("kind", ["pooled", "own"])
def test_a_connection_notices_in_seconds_that_the_other_end_is_gone(database_for, kind):
    database = database_for(SERVICE)
    opened = database.connection() if kind == "own" else database.engine.connect()

    with opened as connection:
        said = connection.connection.driver_connection.info.get_parameters()

    # A query that was on its way when the network went away would wait for a quarter of an hour.
    silence = int(said["keepalives_idle"]) + int(said["keepalives_interval"]) * int(said["keepalives_count"])
    assert silence <= 15
    assert 0 < int(said["tcp_user_timeout"]) <= 15_000


def test_the_data_of_the_skeleton_is_named_with_the_way_out_and_left_alone(probe):
    with owner_of(probe.database).begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        name = session.scalar(text("SELECT current_database()"))

    with probe.app.app_context():
        result = probe.app.test_cli_runner().invoke(args=["migrate"])

    assert result.exit_code == 1
    assert f"the data of {name} was made by a version before the first release" in result.output
    assert "make demo ARGS=--fresh" in result.output
    with probe.database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM outbox")) == 0


def test_a_newer_revision_than_ours_is_no_skeleton(probe):
    with owner_of(probe.database).begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'p0002'"))

    assert not behind(probe.database.engine, probe.service.migrations)


def test_migrations_run_from_a_folder_whose_name_alembic_would_misread(probe, tmp_path):
    folder = tmp_path / "100% of: it"
    shutil.copytree(probe.service.migrations, folder)

    owner = owner_of(probe.database)

    downgrade(owner, folder, "base")
    assert behind(owner, folder)
    upgrade(owner, folder)

    assert not behind(owner, folder)
