"""The admin listener: a small HTTP server in a thread of its own, which answers while everything else is held up.

For whoever runs the process, never for its callers: no gateway leads to it. Standard library only.
"""

import json
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = Callable[[], tuple[int, Mapping[str, Any]]]
# Seconds that a client may take for its request.
PATIENCE = 5


class AdminListener:
    """Answers a GET of each path by its function, which returns a status and an object; 404 for any other path."""

    def __init__(self, address: str, answers: Mapping[str, Answer]) -> None:
        """Listen at `host:port` from now on; OSError where that is not possible."""
        host, _, port = address.rpartition(":")
        self._server = ThreadingHTTPServer((host, int(port)), _handler(answers))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, name="admin", daemon=True).start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_port)

    def leave(self) -> None:
        """Let go of the socket, in a process that has come to it by a fork."""
        self._server.socket.close()


def _handler(answers: Mapping[str, Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:
            answer = answers.get(self.path)
            status, body = (404, {"status": "not found"}) if answer is None else answer()
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            """Log nothing: it is asked every second."""

    return Handler
