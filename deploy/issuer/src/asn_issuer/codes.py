"""Authorization codes: in memory, for a minute, each for one exchange."""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from asn_issuer.tokens import Grant

LIFETIME = timedelta(seconds=60)


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """What a code stands for, until `expires_at`."""

    grant: Grant
    redirect_uri: str
    challenge: str
    nonce: str | None
    # Of the person, and only where an ID token is asked for.
    name: str | None
    expires_at: datetime

    def proven_by(self, verifier: str) -> bool:
        """Whether this is the verifier of the challenge (RFC 7636, 4.6, S256)."""
        hashed = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return secrets.compare_digest(hashed, self.challenge)


class Codes:
    """The codes that are out. They live in one process: the issuer has one, with threads."""

    def __init__(self) -> None:
        self._out: dict[str, Code] = {}

    def issue(self, code: Code, *, now: datetime) -> str:
        """Keep a code and return its secret word; forgets those that are over."""
        self._out = {word: kept for word, kept in self._out.items() if kept.expires_at > now}
        word = secrets.token_urlsafe(32)
        self._out[word] = code
        return word

    def redeem(self, word: str, *, now: datetime) -> Code | None:
        """Return the code and forget it, whatever comes of it; None where there is none any more."""
        code = self._out.pop(word, None)
        return code if code is not None and code.expires_at > now else None
