"""Access tokens in the JWT profile of RFC 9068."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import ECKey

from asn_issuer.keys import ALGORITHM

LIFETIME = timedelta(minutes=5)


def mint(
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
    """Return a signed token; pure: the same arguments claim the same things.

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
