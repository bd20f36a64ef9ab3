"""Runs the loops of a role in threads until the process is told to stop."""

import logging
import signal
from collections.abc import Callable, Mapping
from threading import Event as StopSignal
from threading import Thread
from time import monotonic

from asn_chassis.ops.heartbeat import WatchedStop

log = logging.getLogger(__name__)

# Seconds that the loops have to finish what they are at; what they do not finish is safe to abandon.
GRACE = 8.0


class RoleFailed(Exception):
    """A loop ended though nobody had told it to."""


def stop_on_signals() -> WatchedStop:
    """Return a flag that SIGTERM and SIGINT set, and that notes which loops ask for it."""
    stop = WatchedStop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def run(loops: Mapping[str, Callable[[], None]], stop: StopSignal) -> None:
    """Run the loops until `stop` is set and a little longer; RoleFailed when one ends by itself.

    In threads, because nothing can interrupt a loop that waits inside a client library.
    """
    ended: list[str] = []

    def guarded(name: str, loop: Callable[[], None]) -> None:
        try:
            loop()
        except Exception:
            log.exception("a loop failed", extra={"loop": name})
        finally:
            if not stop.is_set():
                ended.append(name)
                stop.set()

    threads = [Thread(target=guarded, args=pair, name=pair[0], daemon=True) for pair in loops.items()]
    for thread in threads:
        thread.start()
    log.info("running", extra={"loops": list(loops)})
    stop.wait()
    deadline = monotonic() + GRACE
    for thread in threads:
        thread.join(max(0, deadline - monotonic()))
    log.info("stopped", extra={"abandoned": [thread.name for thread in threads if thread.is_alive()]})
    if ended:
        raise RoleFailed(f"ended though nobody had told it to: {', '.join(ended)}")
