"""`python -m asn_chassis.ops.healthcheck [--beats]`: asks this container whether it is well, without curl.

A web role's admin listener answers, whatever its callers do; the loops of any other role leave heartbeats in the folder
that ASN_HEARTBEATS names.
Standard library only: it starts every few seconds.
"""

import os
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

LIVE = "/healthz/live"
# Longer than a loop may take for one round: a send that times out, a statement that does, and a pause.
OLDEST_BEAT = 90.0


def answers(port: int, *, timeout: float = 4) -> bool:
    """Tell whether the admin listener at this port says that the process is live."""
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", LIVE)
        return connection.getresponse().status == 200  # noqa: PLR2004 -- its name is an import of 20 ms
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def beats(folder: Path, *, now: float) -> bool:
    """Tell whether loops have begun and each has gone round lately; `now` is in seconds since 1970."""
    ages = [now - file.stat().st_mtime for file in folder.glob("*.beat")]
    return bool(ages) and max(ages) < OLDEST_BEAT


def main(arguments: list[str]) -> int:
    """Return 0 when all is well."""
    if arguments == ["--beats"]:
        return int(not beats(Path(os.environ["ASN_HEARTBEATS"]), now=time.time()))
    return int(not answers(int(os.environ["ASN_ADMIN_ADDRESS"].rpartition(":")[2])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
