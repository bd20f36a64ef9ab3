"""The demonstration runs the loop and leaves nothing behind, unless it is wanted."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import psutil
import pytest

from asn_local.stack import Stack

Survivors = Callable[[], list[psutil.Process]]


pytestmark = pytest.mark.slow


def demo(*options: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-m", "asn_local", "demo", *options],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for_a_look_around(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    while "Press Ctrl-C" not in process.stdout.readline():
        assert process.poll() is None


@pytest.mark.parametrize("status", [0, 3])
def test_once_ends_with_the_status_of_the_loop(stack: Stack, status: int, survivors: Survivors) -> None:
    process = demo("--once", STANDIN_LOOP_STATUS=str(status))

    said, _ = process.communicate(timeout=60)

    assert process.returncode == status
    assert f"loop ran against {stack.config.url('employee')}" in said
    assert survivors() == []


@pytest.mark.usefixtures("stack")
def test_ctrl_c_ends_a_look_around_cleanly(survivors: Survivors) -> None:
    process = demo()
    wait_for_a_look_around(process)

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode == 0
    assert survivors() == []


def test_a_killed_demonstration_is_taken_over_by_the_next_and_stopped_with_it(survivors: Survivors) -> None:
    first = demo()
    wait_for_a_look_around(first)
    first.kill()
    first.communicate()

    said, _ = demo("--once").communicate(timeout=60)

    assert "already running" in said
    assert survivors() == []


def test_a_stack_that_was_up_before_outlives_the_demonstration(stack: Stack, survivors: Survivors) -> None:
    stack.up(keep=True)

    said, _ = demo("--once").communicate(timeout=60)

    assert "stays" in said
    assert survivors() != []
