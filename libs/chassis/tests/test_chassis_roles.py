"""The roles as processes on a real broker: they do their work, and leave in time when told to."""

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from kafka_probe import record
from probe import MADE, things
from sqlalchemy import func, select

from asn_chassis.ops.healthcheck import ask

pytestmark = [pytest.mark.engine, pytest.mark.slow]

TYPE = re.compile(r"^# TYPE (\S+) ", re.MULTILINE)
TOPICS = """
topics:
  asn.probe.v1: {partitions: 2, replication: 3, configs: {min.insync.replicas: 2, retention.ms: 600000}}
  asn.probe.dlq.v1: {partitions: 1, replication: 3, configs: {min.insync.replicas: 2, retention.ms: 600000}}
"""


@pytest.fixture
def flask(probe, broker, contracts_dir):
    """A function that starts `flask <words>` for the probe."""
    settings = {
        "ASN_ENV": "test",
        "ASN_DATABASE_URL": probe.database.engine.url.render_as_string(hide_password=False),
        "ASN_CONTRACTS_DIR": str(contracts_dir),
        "ASN_ISSUERS": "https://issuer.test=https://issuer.test/jwks",
        "ASN_EVENT_TRANSPORT": "kafka",
        "ASN_KAFKA_SERVERS": ",".join(broker.servers),
        "PYTHONPATH": str(Path(__file__).parent),
        "PYTHONUNBUFFERED": "1",
    }

    @contextmanager
    def start(*words, **changes):
        command = [sys.executable, "-m", "flask", "--app", "probe_wsgi", *words]
        with subprocess.Popen(  # noqa: S603 -- our own
            command, env=os.environ | settings | changes, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    return start


def finish(start, *words, **changes):
    with start(*words, **changes) as process:
        output, _ = process.communicate(timeout=60)
        return process.returncode, output


def terminate(process):
    asked = time.monotonic()
    process.terminate()
    code = process.wait(15)
    return code, time.monotonic() - asked


def applied(probe):
    with probe.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(things))


def test_the_roles_carry_an_event_from_outbox_to_inbox_say_how_they_are_and_leave_in_time(
    probe, flask, tmp_path, pytestconfig
):
    metrics = yaml.safe_load((pytestconfig.rootpath / "contracts/telemetry/metrics.yaml").read_text())["metrics"]
    declared = tmp_path / "topics.yaml"
    declared.write_text(TOPICS)

    code, output = finish(flask, "relay")
    assert code == 1
    assert "no such topic: asn.probe.dlq.v1, asn.probe.v1" in output
    code, output = finish(flask, "topics", "ensure", "--file", str(declared), "--replication", "1")
    assert (code, output.count(": created")) == (0, 2)

    sockets = {role: f"unix:{tmp_path / role}" for role in ("relay", "consume")}
    with (
        flask("relay", ASN_ADMIN_ADDRESS=sockets["relay"]) as relay,
        flask("consume", ASN_ADMIN_ADDRESS=sockets["consume"]) as consume,
    ):
        record(probe, 50)
        deadline = time.monotonic() + 30
        while applied(probe) < 50 and time.monotonic() < deadline:
            record(probe, 0)
            time.sleep(0.1)
        assert applied(probe) == 50
        for role, address in sockets.items():
            assert ask(address, "/healthz/live")[0] == 200
            assert ask(address, "/healthz/ready")[0] == 200
            said = ask(address, "/metrics")[1].decode()
            assert {name for name, each in metrics.items() if role in each["roles"]} == set(TYPE.findall(said))
        # An event may be applied before the relay has noted that it is published.
        published = f'outbox_published_events_total{{type="{MADE}"}} 50.0'
        while published not in ask(sockets["relay"], "/metrics")[1].decode():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        for process in (relay, consume):
            code, took = terminate(process)
            assert code == 0, process.stdout.read()
            assert took < 10


@pytest.mark.parametrize("role", ["relay", "consume"])
def test_a_role_waits_for_a_broker_that_is_not_there_and_leaves_in_time(flask, role):
    with flask(role, ASN_KAFKA_SERVERS="127.0.0.1:1") as process:
        for line in process.stdout:
            if "waiting for the broker" in line:
                break
        code, took = terminate(process)

    assert code == 0
    assert took < 10
