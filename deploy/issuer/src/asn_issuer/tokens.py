"""Access tokens in the JWT profile of RFC 9068, and the ID token of OpenID Connect."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey

from asn_issuer.keys import ALGORITHM

LIFETIME = timedelta(minutes=5)


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a token will say. `signed_in` is a person's alone: a machine never signs in."""

    client_id: str
    subject: str
    audience: tuple[str, ...]
    scopes: tuple[str, ...]
    agency: str
    purpose: str
    reach: str
    unit: UUID | None = None
    signed_in: datetime | None = None


def mint(key: ECKey, grant: Grant, *, issuer: str, now: datetime, jti: str, lifetime: timedelta = LIFETIME) -> str:
    """Return a signed access token; pure: the same arguments claim the same things.

    `now` is aware; `lifetime` may be negative to make an expired token in a test.
    """
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": grant.subject,
        "client_id": grant.client_id,
        "aud": list(grant.audience),
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
        "jti": jti,
        "scope": " ".join(grant.scopes),
        "agency": grant.agency,
        "purpose": grant.purpose,
        "reach": grant.reach,
    }
    if grant.unit is not None:
        claims["unit"] = str(grant.unit)
    if grant.signed_in is not None:
        claims["auth_time"] = int(grant.signed_in.timestamp())
    return jwt.encode({"alg": ALGORITHM, "typ": "at+jwt", "kid": key.kid}, claims, key)


def mint_id_token(key: ECKey, grant: Grant, *, issuer: str, now: datetime, name: str, nonce: str | None) -> str:
    """Return the signed ID token of somebody who has signed in (OpenID Connect Core, 2)."""
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": grant.subject,
        "aud": grant.client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "auth_time": int((grant.signed_in or now).timestamp()),
        "name": name,
    }
    if nonce is not None:
        claims["nonce"] = nonce
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key)
