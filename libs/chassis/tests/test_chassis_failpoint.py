import signal
import subprocess
import sys

import pytest

from asn_chassis.config import BadSettings, Config

PROGRAM = """
import sys
from pathlib import Path
from asn_chassis.ops import failpoint

failpoint.arm(Path(sys.argv[1]) if sys.argv[1] else None)
for place in ("begun", "sent", "marked"):
    failpoint.reach(place)
    print(place)
"""


def walk(order):
    command = [sys.executable, "-c", PROGRAM, str(order)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours


def test_a_process_dies_at_the_named_place_and_its_successor_passes(tmp_path):
    order = tmp_path / "failpoint"
    order.write_text("sent\n")

    first, second = walk(order), walk(order)

    assert first.returncode == -signal.SIGKILL
    assert (second.returncode, second.stdout.split()) == (0, ["begun", "sent", "marked"])


def test_without_an_order_nothing_dies():
    assert walk("").returncode == 0


@pytest.mark.parametrize("env", ["development", "production"])
def test_failpoints_are_refused_outside_tests(env, contracts_dir):
    environment = {
        "ASN_ENV": env,
        "ASN_DATABASE_URL": "postgresql+psycopg://db/x",
        "ASN_CONTRACTS_DIR": str(contracts_dir),
        "ASN_ISSUERS": "https://issuer=https://issuer/jwks",
        "ASN_CURSOR_KEY": "x" * 32,
        "ASN_FAILPOINTS": "/tmp/failpoint",  # noqa: S108 -- never made
    }

    with pytest.raises(BadSettings, match="ASN_FAILPOINTS"):
        Config.from_environment(environment)
