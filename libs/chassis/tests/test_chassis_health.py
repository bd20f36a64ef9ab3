"""A role made of loops tells whether it is well: loops that hang, and what stands still."""

import json
import os
import subprocess
import sys
from threading import Event, Thread

import pytest

from asn_chassis.ops import health
from asn_chassis.ops.health import OLDEST_BEAT, live, ready
from asn_chassis.ops.healthcheck import LIVE, ask
from asn_chassis.ops.heartbeat import WatchedStop
from asn_chassis.ops.loops import run
from asn_chassis.testing.server import free_ports


def test_a_loop_is_heard_of_once_it_goes_round():
    stop = WatchedStop()
    rounds = {"relay": lambda: stop.is_set() or stop.set(), "other": lambda: stop.wait() and stop.is_set()}

    run(rounds, stop)

    assert sorted(stop.ages) == ["other", "relay"]
    assert max(stop.ages.values()) < 60


def test_whoever_starts_the_loops_is_none_of_them():
    stop = WatchedStop()

    assert not stop.is_set()
    assert stop.ages == {}


def test_a_stop_ends_a_wait_in_another_thread():
    stop = WatchedStop()
    waiting = Thread(target=stop.wait)
    waiting.start()

    stop.set()
    waiting.join(timeout=5)

    assert not waiting.is_alive()


@pytest.mark.parametrize(
    ("ages", "troubles", "is_live", "is_ready", "says"),
    [
        ({}, {}, 200, 503, "starting"),
        ({"consumer-0": 1.0}, {}, 200, 200, "ok"),
        ({"consumer-0": 1.0}, {"asn.employee.v1": "131 dead letters wait"}, 200, 503, "stands still"),
        ({"consumer-0": 1.0, "sealer": OLDEST_BEAT + 1}, {}, 503, 503, "hangs"),
        ({"sealer": OLDEST_BEAT + 1}, {"asn.employee.v1": "131 dead letters wait"}, 503, 503, "hangs"),
    ],
)
def test_one_loop_that_hangs_needs_a_restart_and_one_that_stands_still_a_person(
    ages, troubles, is_live, is_ready, says
):
    assert live(ages)[0] == is_live
    status, told = ready(ages, troubles)
    assert (status, told["status"]) == (is_ready, says)
    if says == "stands still":
        assert told["reasons"] == troubles


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_the_listener_answers_at_an_address_or_on_a_socket_and_the_healthcheck_asks_it(tmp_path, free_port, kind):
    path = tmp_path / "admin.sock"
    path.write_text("left by a process that was killed")
    address = f"127.0.0.1:{free_port}" if kind == "tcp" else f"unix:{path}"
    stop, done, troubles = WatchedStop(), Event(), {}
    health.serve(address, "consume", stop=stop, troubles=lambda: troubles)
    assert ask(address, LIVE)[0] == 200
    assert ask(address, health.READY)[0] == 503

    loop = Thread(target=lambda: stop.is_set() or done.set(), name="consumer-0")
    loop.start()
    loop.join()
    assert ask(address, health.READY)[0] == 200

    troubles["asn.employee.v1"] = "131 dead letters wait"
    assert json.loads(ask(address, health.READY)[1])["reasons"] == troubles
    assert ask(address, LIVE)[0] == 200
    assert b"# TYPE inbox_events_total counter" in ask(address, "/metrics")[1]
    assert ask(address, "/elsewhere")[0] == 404
    command = [sys.executable, "-m", "asn_chassis.ops.healthcheck"]
    said = [
        subprocess.run([*command, *more], env=os.environ | {"ASN_ADMIN_ADDRESS": address}, check=False).returncode  # noqa: S603 -- our own
        for more in ([], ["/healthz/ready"])
    ]
    assert said == [0, 1]


@pytest.fixture
def free_port():
    return free_ports(1)[0]


@pytest.mark.parametrize("address", ["127.0.0.1:1", "unix:/nowhere"])
def test_where_nothing_listens_nothing_is_well(address):
    assert ask(address, LIVE) is None
