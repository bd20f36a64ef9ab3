"""131 dead letters stop a consumer: whoever asks, and whoever waits for it in vain, hears of it."""

import subprocess
import sys
import time

import psycopg
import pytest
from click.testing import CliRunner

from asn_local import postgres
from asn_local.__main__ import main
from asn_local.health import standing_still
from asn_local.processes import recorded
from asn_local.stack import Stack
from asn_local.testing import loop_environment

pytestmark = pytest.mark.slow

KEY = "01a21009-c50a-76d2-b233-ad1ceeb89717"
TYPE = "asn.employee.employee-registered.v1"
LETTERS = f"""
    INSERT INTO dead_letter (id, stream, partition, position, key, payload, headers, reason, code, type, state)
    SELECT gen_random_uuid(), 'asn.employee.v1', 0, number, '{KEY}', '', '{{}}', 'r', 'invalid-data', '{TYPE}', 'DEAD'
    FROM generate_series(1000001, 1000131) AS number
"""  # noqa: S608 -- ours


@pytest.fixture
def stopped(local_stack: Stack) -> Stack:
    """Evaluation begins with 131 dead letters."""
    url = postgres.url(local_stack.state.postgres_socket, "evaluation").replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        connection.execute(LETTERS)
    process = recorded(local_stack.state.run / "program-consume-evaluation.pid", lambda _: True)
    assert process is not None
    process.terminate()
    deadline = time.monotonic() + 30
    while "dead letters" not in standing_still(local_stack.state, ["consume-evaluation"]).get("consume-evaluation", ""):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return local_stack


def test_the_status_says_so_and_the_loop_that_does_not_close_names_what_holds_it(
    stopped: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = loop_environment(stopped)
    for name, port in stopped.config.ports.items():
        monkeypatch.setenv(f"ASN_{name.upper()}_PORT", str(port))
    monkeypatch.setenv("ASN_STATE", str(stopped.state.folder))

    table = CliRunner().invoke(main, ["status"], env={"COLUMNS": "120"})
    loop = subprocess.run(
        [sys.executable, "-m", "asn_loop"],
        env=environment | {"ASN_LOOP_PATIENCE": "3"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert table.exit_code == 1
    assert "stands still" in table.output
    assert "131 dead letters wait" in table.output
    assert loop.returncode == 1
    said = " ".join(loop.stderr.split())
    assert "The loop did not close." in said
    assert "evaluation stands still: 131 dead letters, 0 events wait behind them." in said
    assert f"{TYPE} at 1000001: key {KEY}, reason invalid-data" in said
