# ruff: noqa: INP001 -- read by gunicorn, never imported
"""The web role's server, for every service, in a container and on a laptop; settings are those of gunicorn 27."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

# The heartbeat of the workers, and what they count, must not wait for a disk: memory of this container alone. A laptop
# may have none.
_memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# Where the workers count together, anew at each start. The library looks for it once, when it is imported.
_counts = Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR") or mkdtemp(prefix="asn-metrics-", dir=_memory))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_counts)
_counts.mkdir(parents=True, exist_ok=True)


def _forget_counts() -> None:
    for counted in _counts.glob("*.db"):
        counted.unlink()


_forget_counts()

from prometheus_client.multiprocess import mark_process_dead  # noqa: E402

from asn_chassis.ops.server import serve_admin  # noqa: E402

wsgi_app = f"{os.environ.get('FLASK_APP', '')}:app"
bind = "0.0.0.0:8000"
# Answers are made by Python: more workers than cores only share them, threads wait for the database.
worker_class = "asn_chassis.ops.server.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
# One import, shared memory. Nothing connects before the fork: neither the database nor, in this role, Kafka.
preload_app = True
# Without it, kept-alive connections can all land on one worker.
reuse_port = True
# Longer than a gateway in front keeps an idle connection, so that it is never us who closes one it is about to use.
keepalive = 75
timeout = 60
# A stop lets requests finish, and is over before the container's own grace period is.
graceful_timeout = 8
# No header says where the application lies, what its scheme is or who calls: what a gateway says of that is read in
# one place, by the application, and only where ASN_GATEWAYS says that there is one.
forwarded_allow_ips = ""
forwarder_headers = ""
# By default every instance of a user claims the same path for it, and a read-only root has no place for it at all.
control_socket_disable = True
worker_tmp_dir = _memory
# The service writes its own log, one JSON object a line, and these are among them.
logger_class = "asn_chassis.ops.server.Logger"
accesslog = None

_admin: list[Any] = []


def when_ready(server: Any) -> None:
    """Open the admin listener in the master, where no request can hold it up."""
    address = os.environ.get("ASN_ADMIN_ADDRESS")
    if address:
        _admin.append(serve_admin(server, address, float(os.environ.get("ASN_OLDEST_BEAT") or 30)))


def post_fork(_server: Any, _worker: Any) -> None:
    """Leave the listener to the master: a worker that outlived it would hold its port."""
    for listener in _admin:
        listener.leave()


def child_exit(_server: Any, worker: Any) -> None:
    """Forget what a worker held that is gone; what it counted stays counted."""
    mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """Leave nothing behind, and what is not ours where it is: somebody may have named the folder."""
    _forget_counts()
    with suppress(OSError):
        _counts.rmdir()
