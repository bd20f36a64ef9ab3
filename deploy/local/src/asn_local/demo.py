"""The demonstration: the stack, one closed loop through the public APIs, and a place to look around."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from asn_local.config import SERVICES, Config
from asn_local.programs import clean_environment, loop_settings
from asn_local.stack import Stack

INTERRUPTED = 128 + signal.SIGINT


def demo(stack: Stack, *, once: bool, loop_options: Sequence[str] = ()) -> int:
    """Close the loop once and report; then stay for a look around, unless `once`. Returns the exit status.

    `loop_options` go to the loop's program. A stack that was brought `up` before stays; any other is stopped.
    """
    with ending_signals(signal.default_int_handler):
        try:
            stack.up(keep=False)
            status = run_loop(stack.config, loop_options)
            if status == 0 and not once:
                look_around(stack)
        except KeyboardInterrupt:
            status = INTERRUPTED
        finally:
            # A second Ctrl-C must not leave half a stack behind.
            with ending_signals(signal.SIG_IGN):
                finish(stack)
    return status


def finish(stack: Stack) -> None:
    """Stop the stack, unless somebody wants it to stay."""
    if stack.kept():
        stack.say("The stack was up before and stays; `down` stops it.")
    else:
        stack.say("Stopping.")
        stack.down()


def run_loop(config: Config, options: Sequence[str]) -> int:
    """One round of the closed loop, as its own program with its options; returns its exit status."""
    environment = clean_environment(loop_settings(config))
    process = subprocess.Popen([sys.executable, "-m", "asn_loop", *options], env=environment)  # noqa: S603 -- its own options
    try:
        return process.wait()
    finally:
        process.terminate()
        process.wait()


def look_around(stack: Stack) -> None:
    """Show the addresses until the person presses Ctrl-C."""
    addresses = "\n".join(f"  {service:<11} {stack.config.url(service)}/docs" for service in SERVICES)
    try:
        # A person may press it the moment the line appears.
        stack.say(f"The services stay up; their documentation:\n{addresses}\nPress Ctrl-C to stop.")
        while stack.supervisor.running():
            time.sleep(1)
    except KeyboardInterrupt:
        stack.say("")


@contextmanager
def ending_signals(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> Iterator[None]:
    """Ctrl-C, a polite kill and a terminal that closes are all one to the demonstration."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)
