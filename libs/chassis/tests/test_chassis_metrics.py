"""Metrics: what is exposed is what is declared, in each role; they count what happens, and hold nothing of anybody."""

import os
import re
import signal
import time
from datetime import timedelta
from http.client import HTTPConnection
from threading import Event as StopSignal
from uuid import uuid4

import pytest
import yaml
from kafka_probe import record
from probe import MADE, SERVICE, made
from probe_wsgi_settings import without_a_database
from prometheus_client import Counter, Histogram
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from asn_chassis.consume.consumer import Consumer
from asn_chassis.ids import new_id
from asn_chassis.ops import exposing
from asn_chassis.ops.exposing import ROLES, Asked, exposition
from asn_chassis.ops.healthcheck import ask
from asn_chassis.outbox import publication
from asn_chassis.roles.consume import expose
from asn_chassis.testing.memory import MemoryTransport
from asn_chassis.testing.server import served

TYPE = re.compile(r"^# TYPE (\S+) (\S+)$", re.MULTILINE)


@pytest.fixture(scope="session")
def declared(pytestconfig):
    return yaml.safe_load((pytestconfig.rootpath / "contracts" / "telemetry" / "metrics.yaml").read_text())["metrics"]


def of(declared, role):
    return {name: each["type"] for name, each in declared.items() if role in each["roles"]}


def samples(said):
    """The values by name and labels."""
    found = {}
    for family in text_string_to_metric_families(said.decode()):
        for sample in family.samples:
            found[sample.name, *sorted(sample.labels.items())] = sample.value
    return found


def got(name, *roles, **labels):
    return samples(exposition(*roles)).get((name, *sorted(labels.items())), 0)


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_exposes_is_what_is_declared(declared, role):
    assert dict(TYPE.findall(exposition(role).decode())) == of(declared, role)


def test_what_is_declared_is_what_the_code_says(declared):
    said = {}
    for role in ROLES:
        for metric in exposing._of_role[role]:
            name, help_text, _, labels = described(metric)
            said.setdefault(name, {"labels": list(labels), "roles": [], "help": help_text})["roles"].append(role)

    assert said == {name: {key: each[key] for key in ("labels", "roles", "help")} for name, each in declared.items()}


def described(metric):
    if isinstance(metric, Asked):
        return metric._family
    ending = "_total" if isinstance(metric, Counter) else ""
    return metric._name + ending, metric._documentation, None, metric._labelnames


def test_a_histogram_is_in_seconds(declared):
    for role in ROLES:
        for metric in exposing._of_role[role]:
            if isinstance(metric, Histogram):
                assert metric._name.endswith("_seconds")
                assert declared[metric._name]["unit"] == "seconds"


def test_the_processes_of_a_web_role_count_together_and_only_at_the_admin_listener(tmp_path, pytestconfig, declared):
    settings = without_a_database(pytestconfig.rootpath) | {"ASN_REVISION": "abc1234"}
    with served("probe_wsgi:app", pytestconfig.rootpath, tmp_path, settings) as running:
        for _ in range(20):
            running.raw(b"GET /v1/things/nonsense HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        running.raw(b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        running.raw(b"BREW /v1/things HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        connection = HTTPConnection("127.0.0.1", running.admin_port, timeout=5)
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        said = answer.read()
        connection.close()

    found = samples(said)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert dict(TYPE.findall(said.decode())) == of(declared, "web")
    assert found["problems_total", ("code", "not-found")] == 21
    name = "http_server_request_duration_seconds_count"
    label = ("http_request_method", "GET"), ("http_response_status_code", "404"), ("http_route", "")
    assert found[name, *label] == 21
    other = ("http_request_method", "_OTHER"), ("http_response_status_code", "405"), ("http_route", "")
    assert found[name, *other] == 1
    assert found["app_build_info", ("revision", "abc1234"), ("service", "probe"), ("version", "0")] == 1
    assert b"nonsense" not in said
    assert b"BREW" not in said


def test_a_worker_that_dies_leaves_its_counts_and_a_new_start_forgets_them(tmp_path, pytestconfig):
    counts = tmp_path / "counts"
    counts.mkdir()
    (counts / "counter_1.db").write_bytes(b"of an earlier start")
    settings = without_a_database(pytestconfig.rootpath) | {"PROMETHEUS_MULTIPROC_DIR": str(counts)}
    with served("probe_wsgi:app", pytestconfig.rootpath, tmp_path, settings, workers=1) as running:
        address = f"127.0.0.1:{running.admin_port}"
        running.raw(b"GET /nonsense HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        (worker,) = (each["pid"] for each in running.live()[1]["workers"])
        assert (counts / f"gauge_livesum_{worker}.db").exists()

        os.kill(worker, signal.SIGKILL)

        deadline = time.monotonic() + 20
        while (counts / f"gauge_livesum_{worker}.db").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert samples(ask(address, "/metrics")[1])["problems_total", ("code", "not-found")] == 1
    assert not counts.exists()


def test_requests_problems_keys_and_refusals_are_counted(probe):
    before = samples(exposition("web"))

    def more(name, **labels):
        key = (name, *sorted(labels.items()))
        return samples(exposition("web")).get(key, 0) - before.get(key, 0)

    client = probe.client("probe:write")
    body = {"name": "merah", "score": 3}
    for said in (body, body, body | {"score": 4}):
        client.post("/v1/things", json=said, headers={"Idempotency-Key": "k"})
    client.get("/v1/things")
    probe.client().get("/v1/things")

    posts = {"http_request_method": "POST", "http_route": "/v1/things"}
    assert more("http_server_request_duration_seconds_count", **posts, http_response_status_code="201") == 2
    assert {
        outcome: more("idempotency_requests_total", outcome=outcome) for outcome in ("first", "replayed", "reused")
    } == {"first": 1, "replayed": 1, "reused": 1}
    assert more("problems_total", code="idempotency-key-reused") == 1
    assert more("auth_rejections_total", reason="scope") == 1
    assert more("auth_rejections_total", reason="missing") == 1
    assert got("db_pool_connections", "web", state="used") == 0
    assert got("db_pool_connections", "web", state="idle") >= 1


def test_what_came_in_is_counted_by_type_and_outcome(probe):
    thing = {"id": new_id(), "score": 1}
    event = made(thing)
    labels = {"type": MADE}
    before = {outcome: got("inbox_events_total", "consume", **labels, outcome=outcome) for outcome in OUTCOMES}
    dead = got("inbox_events_total", "consume", type="other", outcome="dead_lettered")
    aged = got("inbox_event_age_seconds_count", "consume", **labels)

    probe.deliver(event, event)
    probe.deliver_bytes(b'{"type": "asn.probe.mine.v1"}')

    after = {outcome: got("inbox_events_total", "consume", **labels, outcome=outcome) for outcome in OUTCOMES}
    assert {outcome: after[outcome] - before[outcome] for outcome in OUTCOMES} == {"applied": 1, "duplicate": 1}
    assert got("inbox_events_total", "consume", type="other", outcome="dead_lettered") == dead + 1
    assert got("inbox_event_age_seconds_count", "consume", **labels) == aged + 1
    assert got("inbox_processing_duration_seconds_count", "consume", **labels) >= 1


OUTCOMES = ("applied", "duplicate")


def test_lag_breaker_and_backlog_are_asked_for_when_somebody_reads(probe):
    transport = MemoryTransport()
    consumer = Consumer(
        database=probe.database, handlers=SERVICE.handlers, transport=transport, stop=StopSignal(), breaker=2
    )
    expose(probe.worker, [consumer])
    for _ in range(2):
        transport.put(b"rubbish", key=None)

    assert got("consumer_lag_records", "consume", consumer="memory", topic="memory", partition="0") == 2
    consumer.drain()
    assert got("consumer_lag_records", "consume", consumer="memory", topic="memory", partition="0") == 0
    assert got("dead_letter_backlog_records", "consume", state="dead") == 2
    assert got("consumer_breaker_open", "consume", consumer="memory") == 0
    assert consumer.tripped()
    assert got("consumer_breaker_open", "consume", consumer="memory") == 1


def test_where_the_database_is_away_there_are_the_other_metrics(probe, open_database):
    database = open_database(SERVICE, "postgresql+psycopg://nobody@127.0.0.1:1/none")
    consumer = Consumer(
        database=database, handlers=SERVICE.handlers, transport=MemoryTransport(), stop=StopSignal(), breaker=2
    )
    expose(probe.start(database), [consumer])
    try:
        found = samples(exposition("consume"))
    finally:
        probe.start(probe.database)

    assert not [name for name, *_ in found if name == "dead_letter_backlog_records"]
    assert found["consumer_last_poll_timestamp_seconds", ("consumer", "memory")] > 1_700_000_000


def test_what_is_not_published_is_counted_and_as_old_as_the_oldest_that_tells_its_instant(probe):
    def pending():
        with probe.database.transaction() as session:
            return publication.pending(session)

    def has_waited(seconds, **events):
        with probe.database.transaction() as session:
            ago = {"ago": timedelta(seconds=seconds), **events}
            session.execute(text("UPDATE outbox SET created_at = now() - :ago WHERE seq = :seq"), ago)

    assert (pending().events, pending().oldest_age) == (0, 0)
    record(probe, 3)
    has_waited(50, seq=1)
    has_waited(40, seq=2)
    assert pending().events == 3
    assert 50 <= pending().oldest_age < 60

    with probe.database.transaction() as session:
        publication.unpublished(session, 10)
    record(probe, 1)
    has_waited(30, seq=4)
    assert pending().events == 4
    assert 50 <= pending().oldest_age < 60

    with probe.database.transaction() as session:
        publication.advance(session, old=0, new=1)
        # An answer of a citizen: its id is random, and its row is dated by the day.
        session.execute(text("UPDATE outbox SET event_id = :id WHERE seq = 2"), {"id": uuid4()})
    assert pending().events == 3
    assert 30 <= pending().oldest_age < 40

    with probe.database.transaction() as session:
        publication.unpublished(session, 10)
        publication.advance(session, old=1, new=4)
    assert (pending().events, pending().oldest_age) == (0, 0)
