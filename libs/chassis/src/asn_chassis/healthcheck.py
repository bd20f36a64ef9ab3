"""`python -m asn_chassis.healthcheck [path]`: asks the web role beside us whether it is well, without curl.

Standard library only: it starts every few seconds.
"""

import sys
from http.client import HTTPConnection, HTTPException

HOST, PORT = "127.0.0.1", 8000
READY = "/healthz/ready"


def answers(path: str, *, port: int = PORT, timeout: float = 4) -> bool:
    """Tell whether a GET of the path is answered with 200."""
    connection = HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200  # noqa: PLR2004 -- its name is an import of 20 ms
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not answers(sys.argv[1] if len(sys.argv) > 1 else READY))
