"""gunicorn as every web role runs it: a worker that says how it is, and a master that can be asked at any time.

`deploy/gunicorn.conf.py` names both. A worker's main loop beats about once a second whatever its threads do, so a beat
says that the process lives; what it writes with it says how many of its threads are held, and for how long.
"""

import logging
import os
import struct
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger
from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from asn_chassis.ops import logs, metrics
from asn_chassis.ops.admin import AdminListener
from asn_chassis.ops.healthcheck import LIVE
from asn_chassis.ops.refusals import declared_in, refusal

# Open connections, held threads, and seconds since the longest held one was taken.
_STATE = struct.Struct("=iid")
_REFUSED = {
    errors.LimitRequestLine: "uri-too-long",
    errors.LimitRequestHeaders: "headers-too-large",
    errors.InvalidResponseHeader: "internal-error",
    errors.InvalidResponseHeaderName: "internal-error",
}


class Logger(GunicornLogger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's lines among the others, as JSON."""

    def setup(self, cfg: Any) -> None:
        """Leave the lines to the root; the application says its name and the level once it is loaded."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.setLevel(logging.NOTSET)
        self.error_log.propagate = True
        logs.set_up(str(cfg.wsgi_app or cfg.default_proc_name).partition(".")[0], "INFO")


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's threaded worker, which tells its state with each beat and refuses by problem document."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._held: dict[TConn, float] = {}
        self._lock = Lock()

    def notify(self) -> None:
        """Beat, in the file that the master watches."""
        with self._lock:
            longest = time.monotonic() - min(self._held.values(), default=time.monotonic())
            state = _STATE.pack(self.nr_conns, len(self._held), longest)
        os.pwrite(self.tmp.fileno(), state, 0)
        super().notify()

    def handle(self, conn: TConn) -> Any:
        """Serve a connection in one of the threads, which is held meanwhile."""
        with self._lock:
            self._held[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            with self._lock:
                del self._held[conn]

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:  # noqa: ARG002 -- gunicorn's
        """Refuse what is no request for the application; the log names the kind and nothing of what was sent."""
        code = next((code for kind, code in _REFUSED.items() if isinstance(exc, kind)), None)
        if code is None:
            code = "malformed-http" if isinstance(exc, errors.ParseException) else "internal-error"
        if code == "internal-error":
            self.log.error("unexpected error of the server", exc_info=exc)
        else:
            self.log.info("refused: %s", type(exc).__name__)
        with suppress(OSError):
            write_nonblock(client, _answer(code))


@cache
def _answer(code: str) -> bytes:
    declared = declared_in(Path(os.environ["ASN_CONTRACTS_DIR"]))
    body = refusal(code, declared)
    head = (
        f"HTTP/1.1 {declared[code]['status']} {code}\r\n"
        "Content-Type: application/problem+json; charset=utf-8\r\n"
        "Content-Language: id, en\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def serve_admin(master: Any, address: str, oldest_beat: float) -> AdminListener:
    """Answer at this address whether some worker has beaten lately (`oldest_beat`, in seconds), and how each one is."""

    def workers() -> list[dict[str, Any]]:
        return [told for worker in list(master.WORKERS.values()) if (told := _told_by(worker, oldest_beat))]

    def live() -> tuple[int, dict[str, Any]]:
        found = workers()
        well = any(worker["beating"] for worker in found)
        return (200 if well else 503), {"status": "ok" if well else "no worker beats", "workers": found}

    metrics.active_requests.asks(lambda: {(): sum(worker["held"] for worker in workers())})
    return AdminListener(address, {LIVE: live}, roles=("web",))


def _told_by(worker: Any, oldest_beat: float) -> dict[str, Any] | None:
    """Return what a worker last told; None where it has told nothing yet, or is gone."""
    try:
        age = time.monotonic() - worker.tmp.last_update()
        connections, held, longest = _STATE.unpack(os.pread(worker.tmp.fileno(), _STATE.size, 0))
    except (OSError, ValueError, struct.error):
        return None
    beating = age < oldest_beat
    return {
        "pid": worker.pid,
        "beating": beating,
        # Between the writing and the dating of a beat the file has another clock's time.
        "beat_age": round(max(age, 0.0), 1),
        "connections": connections,
        "threads": worker.cfg.threads,
        "held": held,
        "longest_held": round(longest, 1),
        "stuck": not beating or held >= worker.cfg.threads,
    }
