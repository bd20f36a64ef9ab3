"""Access tokens in the JWT profile of RFC 9068."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from joserfc import jwt

from asn_issuer.keys import ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from joserfc.jwk import ECKey

LIFETIME = timedelta(minutes=5)


def mint(  # noqa: PLR0913 -- a token is the sum of its claims
    key: ECKey,
    *,
    issuer: str,
    client_id: str,
    audience: Iterable[str],
    scope: Iterable[str],
    now: datetime,
    jti: str,
    agency: str = "12.73",
    agency_scope: str = "own",
    purpose: str = "kepegawaian",
    lifetime: timedelta = LIFETIME,
) -> str:
    """A signed token; pure: the same arguments claim the same things.

    `now` is aware; `lifetime` may be negative to make an expired token in a test.
    """
    claims = {
        "iss": issuer,
        "sub": client_id,
        "client_id": client_id,
        "aud": list(audience),
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
        "jti": jti,
        "scope": " ".join(scope),
        "agency": agency,
        "agency_scope": agency_scope,
        "purpose": purpose,
    }
    return jwt.encode({"alg": ALGORITHM, "typ": "at+jwt", "kid": key.kid}, claims, key)
