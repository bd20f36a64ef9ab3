"""Checks access tokens (JWT profile of RFC 9068) against the issuers that this deployment trusts."""

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from asn_chassis.auth.caller import Caller
from asn_chassis.auth.keys import IssuerKeys

ALGORITHMS = ["ES256", "PS256", "RS256", "EdDSA"]
TYPES = ("at+jwt", "application/at+jwt")
LEEWAY = 30
LONGEST = 8_192


class BadToken(Exception):
    """The token is not one of ours, or not for us; the message says why and holds nothing of the token."""


class _Claims(msgspec.Struct):
    """The claims that choose the keys; nothing is believed before the signature is checked."""

    iss: str


class TokenVerifier:
    """Turns a bearer token into a Caller."""

    def __init__(self, audience: str, issuers: dict[str, IssuerKeys]) -> None:
        self._audience = audience
        self._issuers = issuers
        self._registries = {
            issuer: jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": issuer},
                aud={"essential": True, "value": audience},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
                jti={"essential": True},
                client_id={"essential": True},
            )
            for issuer in issuers
        }

    def verify(self, token: str) -> Caller:
        """Return the caller. BadToken for a token that is malformed, forged, expired, foreign or not for us."""
        if len(token) > LONGEST:
            raise BadToken("the token is too long")
        try:
            unverified = extract_compact(token.encode("ascii"))
            header = unverified.headers()
            issuer = msgspec.json.decode(unverified.payload, type=_Claims).iss
        except (JoseError, ValueError, UnicodeError) as error:
            raise BadToken("the token is not a JWT") from error
        if header.get("typ", "").lower() not in TYPES:
            raise BadToken("typ is not at+jwt")
        if issuer not in self._issuers:
            raise BadToken("the issuer is not trusted here")
        # joserfc takes a token without kid when there is one key; we do not.
        key = self._issuers[issuer].find(header.get("kid"))
        try:
            claims = jwt.decode(token, KeySet([key]), algorithms=ALGORITHMS).claims
            self._registries[issuer].validate(claims)
        except (JoseError, ValueError) as error:
            raise BadToken(str(error)) from error
        return Caller(str(claims["client_id"]), str(claims["sub"]), frozenset(str(claims.get("scope", "")).split()))
