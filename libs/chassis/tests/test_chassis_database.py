"""The database's connections: what they do when the other end is gone."""

import pytest
from probe import SERVICE


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
