import os
from threading import Thread

from asn_chassis.ops.healthcheck import OLDEST_BEAT, answers, beats
from asn_chassis.ops.heartbeat import WatchedStop
from asn_chassis.ops.loops import run

NOW = 1_800_000_000.0


def test_a_role_is_well_once_its_loops_go_round(tmp_path):
    stop = WatchedStop(tmp_path)
    rounds = {"relay": lambda: stop.is_set() or stop.set(), "other": lambda: stop.wait() and stop.is_set()}

    run(rounds, stop)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["other.beat", "relay.beat"]


def test_before_the_first_round_it_is_not_well(tmp_path):
    stop = WatchedStop(tmp_path)

    assert not stop.is_set()
    assert not beats(tmp_path, now=NOW)


def test_one_loop_that_hangs_is_one_too_many(tmp_path):
    for name, age in (("alive", 1), ("hanging", OLDEST_BEAT + 1)):
        (tmp_path / f"{name}.beat").touch()
        os.utime(tmp_path / f"{name}.beat", (NOW - age, NOW - age))

    assert not beats(tmp_path, now=NOW)
    os.utime(tmp_path / "hanging.beat", (NOW, NOW))
    assert beats(tmp_path, now=NOW)


def test_a_stop_ends_a_wait_in_another_thread(tmp_path):
    stop = WatchedStop(tmp_path)
    waiting = Thread(target=stop.wait)
    waiting.start()

    stop.set()
    waiting.join(timeout=5)

    assert not waiting.is_alive()


def test_where_nothing_listens_nothing_is_well():
    assert not answers(1)
