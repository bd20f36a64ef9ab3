"""Whatever a line is about, it holds no number of a person."""

import json
import logging
import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from threading import Event as StopSignal

import pytest
from probe import MADE, SERVICE, made
from probe_wsgi_settings import without_a_database

from asn_chassis.consume.consumer import Consumer
from asn_chassis.events.flow import Flow, flow
from asn_chassis.ids import new_id
from asn_chassis.ops.logs import OneAMinute, RedactingFormatter
from asn_chassis.testing.memory import MemoryTransport
from asn_chassis.testing.server import served


@pytest.mark.parametrize(
    "number",
    [
        "198001012005011001",
        "1271012345678901",
        "19800101 200501 1 001",
        "19800101.200501.1.001",
        "19800101-200501-1-001",
        "1271 0123 4567 8901",
        "127101 234567 8901",
        "127101.234567.8901",
    ],
)
def test_a_number_of_a_person_is_masked_however_it_is_spelled(number):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "before %s after", (number,), None)
    record.said = f"nip={number}"

    line = json.loads(RedactingFormatter("%(message)s").format(record))

    assert line["message"] == "before [masked] after"
    assert line["said"] == "nip=[masked]"


@pytest.mark.parametrize(
    "number", ["20260105", "01a20f32-0c6a-7488-ae3f-f4ef9e6eb3fe", "2026-01-05 07:00:00 001", "0123-4567-8901"]
)
def test_other_numbers_are_left_alone(number):
    record = logging.LogRecord("x", logging.INFO, "x", 1, number, (), None)

    assert json.loads(RedactingFormatter("%(message)s").format(record))["message"] == number


def complaint(place, logger="kafka.net.manager"):
    return logging.LogRecord(logger, logging.WARNING, "manager.py", place, "no broker at %s", ("a:9092",), None)


def test_a_storm_of_the_kafka_client_is_one_line_a_minute_of_each_place_and_says_how_many_it_was():
    clock = iter([*range(50), 50, 60, 61, 121]).__next__
    passes = OneAMinute("kafka", clock=clock).filter
    assert [passes(complaint(1)) for _ in range(50)] == [True] + [False] * 49
    assert passes(complaint(2))
    assert all(passes(complaint(1, "asn_chassis.consume.kafka")) for _ in range(3))

    assert passes(again := complaint(1))
    assert again.left_out == 49
    assert not passes(complaint(1))
    assert passes(last := complaint(1))
    assert last.left_out == 1


def run(probe, *messages):
    """Run messages through a consumer in one batch."""
    transport = MemoryTransport(first=11)
    for key, message in messages:
        transport.put(message, key=key)
    consumer = Consumer(database=probe.database, handlers=SERVICE.handlers, transport=transport, stop=StopSignal())
    consumer.drain()


def test_a_batch_is_one_line_and_each_event_one_at_debug(probe, caplog):
    with flow(Flow("closed-loop-2026-S1")):
        events = [made({"id": new_id(), "score": 1}) for _ in range(3)]
    messages = [(event.key, event.to_wire()) for event in [*events, events[0]]]
    caplog.set_level(logging.INFO)

    run(probe, *messages)

    (line,) = caplog.records
    assert (line.message, line.records, line.applied, line.duplicates) == ("batch applied", 4, 3, 1)
    assert line.positions == {"asn.test.v1/0": [11, 14]}
    assert 0 <= line.seconds < 60

    caplog.clear()
    caplog.set_level(logging.DEBUG, "asn_chassis")
    run(probe, *messages)

    told = [line for line in caplog.records if line.message == "event handled"]
    assert [line.outcome for line in told] == ["duplicate"] * 4
    assert (told[0].event_type, told[0].event_id, told[0].key) == (MADE, str(events[0].id), events[0].key)
    assert told[0].correlation_id == "closed-loop-2026-S1"


def test_the_line_of_a_dead_letter_has_its_names_and_nothing_of_what_it_says(probe, caplog):
    with flow(Flow("closed-loop-2026-S1")):
        event = made({"id": new_id(), "score": -1})
    caplog.set_level(logging.INFO)

    run(probe, (event.key, event.to_wire()), ("Budi", b'{"type": "Budi was here", "id": {"nip": 1}}'))

    first, second = (line for line in caplog.records if line.message == "dead letter")
    assert (first.event_type, first.key, first.reason) == (MADE, event.key, "impossible")
    assert (first.correlation_id, first.position) == ("closed-loop-2026-S1", 11)
    assert (second.event_type, second.key, second.reason, second.position) == (None, None, "not-an-event", 12)
    assert "Budi" not in "".join(str(vars(line)) for line in caplog.records)


def test_every_line_of_a_web_role_is_json_of_the_service(tmp_path, pytestconfig):
    with served(
        "probe_wsgi:app", pytestconfig.rootpath, tmp_path, without_a_database(pytestconfig.rootpath)
    ) as running:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=5)
        connection.request("GET", "/v1/things")
        assert connection.getresponse().status == 401
        connection.close()

    lines = [json.loads(line) for line in running.log.read_text().splitlines()]
    assert {"Starting gunicorn 27.0.1", "request answered"} <= {line["message"] for line in lines}
    assert {line["service"] for line in lines if "request" in line["message"]} == {"probe"}


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "flask", "--app", "probe_wsgi", "consume"),
        ("-m", "flask", "--app", "probe_wsgi", "relay"),
        ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "probe_wsgi:app"),
    ],
)
def test_bad_settings_are_one_block_and_no_traceback(pytestconfig, command):
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parent), "ASN_ENV": "prod", "ASN_NONSENSE": "1"}

    done = subprocess.run(  # noqa: S603 -- our own
        [sys.executable, *command], env=env, cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stdout == ""
    said = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert said[0] == "bad settings in the environment:"
    assert all(line.startswith("  ASN_") for line in said[1:])
    assert {line.split(":")[0].strip() for line in said[1:]} >= {"ASN_DATABASE_URL", "ASN_ENV", "ASN_NONSENSE"}


def test_a_command_prints_its_answer_alone_on_standard_output(probe, pytestconfig, contracts_dir):
    settings = without_a_database(pytestconfig.rootpath) | {
        "ASN_DATABASE_URL": probe.database.engine.url.render_as_string(hide_password=False),
        "ASN_CONTRACTS_DIR": str(contracts_dir),
        "ASN_LOG_LEVEL": "DEBUG",
    }
    event = made({"id": new_id(), "score": -1})
    probe.deliver(event)
    command = [sys.executable, "-m", "flask", "--app", "probe_wsgi", "dead-letters", "replay", "--all"]

    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)  # noqa: S603 -- our own

    assert "dead letter failed again" in done.stderr
    assert done.stdout == f"asn.test.v1 key={event.key}: a score is never negative\n0 resolved\n"
    assert done.returncode == 1
