"""A file as it arrives: in pieces, as large and as long as a file may be."""

import time
from collections.abc import Iterator

from flask import g

from asn_chassis.files.formats import MOST_ROWS, Format
from asn_chassis.web.problems import ProblemError

CHUNK = 65_536
# Seconds that a whole file may take: 100 MB at 1 MB/s. Meanwhile it holds a thread and a transaction.
PATIENCE = 120.0


def chunks_of(kind: Format) -> Iterator[bytes]:
    """Yield the body of this request; 413 beyond the most lines that a file may have, 408 where it does not come."""
    until, lines = time.monotonic() + PATIENCE, 0
    while chunk := g.upload.read(CHUNK):
        lines += chunk.count(b"\n")
        # The header, and a line of Excel's before it.
        if kind is not Format.XLSX and lines > MOST_ROWS + 2:
            raise ProblemError("payload-too-large")
        if time.monotonic() > until:
            raise ProblemError("request-too-slow", headers={"Connection": "close"})
        yield chunk
