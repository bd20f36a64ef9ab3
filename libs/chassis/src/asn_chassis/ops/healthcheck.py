"""`python -m asn_chassis.ops.healthcheck [PATH]`: asks this process's admin listener whether it is well, without curl.

PATH is /healthz/live; the loops of any role but web also answer at /healthz/ready, which is no while one stands still.
Standard library only: it starts every few seconds.
"""

import os
import socket
import sys
from http.client import HTTPConnection, HTTPException

LIVE = "/healthz/live"
TIMEOUT = 4


class _UnixConnection(HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=TIMEOUT)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def ask(address: str, path: str) -> tuple[int, bytes] | None:
    """Return what the admin listener of this machine at `host:port` or `unix:/path` says; None where none answers."""
    place, _, port = address.rpartition(":")
    connection = _UnixConnection(port) if place == "unix" else HTTPConnection("127.0.0.1", int(port), timeout=TIMEOUT)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def main(path: str = LIVE) -> int:
    """Return 0 when all is well."""
    answer = ask(os.environ["ASN_ADMIN_ADDRESS"], path)
    return int(answer is None or answer[0] != 200)  # noqa: PLR2004 -- its name is an import of 20 ms


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
