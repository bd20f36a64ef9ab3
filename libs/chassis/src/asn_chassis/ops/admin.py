"""The admin listener: a small HTTP server in a thread of its own, which answers while everything else is held up.

For whoever runs the process, never for its callers: no gateway leads to it. It listens at `host:port`, or on a Unix
socket: `unix:/path`.
"""

import json
import socket
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from threading import Thread
from typing import Any

from asn_chassis.ops.exposing import CONTENT_TYPE, Role, exposition

# What an answer is: a status, and an object or a text for Prometheus.
Answer = Callable[[], tuple[int, Mapping[str, Any] | bytes]]
UNIX = "unix:"
# Seconds that a client may take for its request.
PATIENCE = 5


class AdminListener:
    """Answers a GET of each path by its function, and of /metrics by what the roles expose; 404 for any other path."""

    def __init__(self, address: str, answers: Mapping[str, Answer], *, roles: tuple[Role, ...]) -> None:
        """Listen from now on; OSError where that is not possible."""
        handler = _handler({**answers, "/metrics": lambda: (200, exposition(*roles))})
        if address.startswith(UNIX):
            self._server: HTTPServer = _UnixServer(address.removeprefix(UNIX), handler)  # type: ignore[arg-type] # a path
        else:
            host, _, port = address.rpartition(":")
            self._server = _Server((host, int(port)), handler)
        Thread(target=self._server.serve_forever, name="admin", daemon=True).start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_port)

    def leave(self) -> None:
        """Let go of the socket, in a process that has come to it by a fork."""
        self._server.socket.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _UnixServer(_Server):
    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        """Take the path, also from a process that died without giving it back."""
        Path(str(self.server_address)).unlink(missing_ok=True)
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address), 0


def _handler(answers: Mapping[str, Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:
            answer = answers.get(self.path)
            status, body = (404, {"status": "not found"}) if answer is None else answer()
            text = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", CONTENT_TYPE if isinstance(body, bytes) else "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            """Log nothing: it is asked every second."""

    return Handler
