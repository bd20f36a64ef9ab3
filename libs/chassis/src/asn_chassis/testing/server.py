"""A web role as it is deployed: gunicorn with the project's own configuration, on free ports of this machine."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from asn_chassis.testing.clients import ISSUER, Tokens

PATIENCE = 30.0


@dataclass(frozen=True)
class Served:
    """A running web role; both ports are on 127.0.0.1, `log` is what it prints."""

    port: int
    admin_port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def raw(self, *parts: bytes, timeout: float = 10) -> bytes:
        """Send bytes over a connection of its own, end the sending, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(b"".join(parts))
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connection.recv(65_536):
                answer += part
        return answer

    def live(self) -> tuple[int, dict[str, Any]]:
        """Ask the admin listener, which answers within a second, whether some worker beats."""
        connection = HTTPConnection("127.0.0.1", self.admin_port, timeout=1)
        try:
            connection.request("GET", "/healthz/live")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def free_ports(count: int) -> list[int]:
    """Return ports of 127.0.0.1 that nobody listens on now."""
    with ExitStack() as sockets:
        taken = [sockets.enter_context(socket.socket()) for _ in range(count)]
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]


@contextmanager
def issuer(tokens: Tokens) -> Iterator[str]:
    """Give the setting ASN_ISSUERS that makes another process trust these tokens."""
    keys = json.dumps({"keys": [tokens.key.as_dict(private=False)]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(keys)))
            self.end_headers()
            self.wfile.write(keys)

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"{ISSUER}=http://127.0.0.1:{server.server_port}/jwks"
        server.shutdown()


@contextmanager
def served(app: str, root: Path, folder: Path, settings: Mapping[str, str], *, workers: int = 2) -> Iterator[Served]:
    """Run `module:app` with deploy/gunicorn.conf.py of the checkout `root` and these settings; it stops at the end."""
    port, admin_port = free_ports(2)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ASN_")}
    own = {
        "ASN_ADMIN_ADDRESS": f"127.0.0.1:{admin_port}",
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "counts"),
        "WEB_CONCURRENCY": str(workers),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", str(root / "deploy" / "gunicorn.conf.py")]
    command += ["--bind", f"127.0.0.1:{port}", app]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own
            command, env=inherited | own | dict(settings), stdout=output, stderr=subprocess.STDOUT
        )
    found = Served(port, admin_port, process, log)
    try:
        _wait_until_live(found)
        yield found
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_live(found: Served) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and found.process.poll() is None:
        try:
            if len([worker for worker in found.live()[1]["workers"] if worker["beating"]]) > 0:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"the web role did not start: {found.log.read_text()[-2_000:]}")
