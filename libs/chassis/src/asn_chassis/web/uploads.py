"""Bodies too large to hold: read once, in pieces, and known by their hash."""

import hashlib
from typing import IO

from gunicorn.http.errors import ParseException

from asn_chassis.web.problems import ProblemError

CHUNK = 65_536


class Upload:
    """The body of a request that is read in pieces; 413 beyond `limit` bytes, 400 where it breaks off."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._size = 0
        self._hash = hashlib.sha256()

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most `size`; nothing at the end."""
        try:
            chunk = self._stream.read(size)
        except (OSError, ParseException) as error:
            raise ProblemError("malformed-request", headers={"Connection": "close"}) from error
        self._size += len(chunk)
        if self._size > self._limit:
            raise ProblemError("payload-too-large", headers={"Connection": "close"}, limit=self._limit)
        self._hash.update(chunk)
        return chunk

    def digest(self) -> bytes:
        """Read what is left, and return the SHA-256 of all."""
        while self.read(CHUNK):
            pass
        return self._hash.digest()
