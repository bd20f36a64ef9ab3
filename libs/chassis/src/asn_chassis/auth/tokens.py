"""Checks access tokens (JWT profile of RFC 9068) against the issuers that this deployment trusts."""

from base64 import urlsafe_b64decode
from typing import Annotated
from uuid import UUID

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Meta

from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.auth.keys import IssuerKeys

ALGORITHMS = ["ES256", "PS256", "RS256", "EdDSA"]
TYPES = ("at+jwt", "application/at+jwt")
LEEWAY = 30
LONGEST = 8_192
# What the libraries raise for bytes that are no token: a payload nested a thousand deep among them.
_MALFORMED = (JoseError, ValueError, TypeError, KeyError, UnicodeError, RecursionError)


class BadToken(Exception):
    """The token is not one of ours, or not for us; the message says why and holds nothing of the token."""


# What a client, a subject or a scope may look like: printable, and short enough for a log line and a database key.
_Word = Annotated[str, Meta(pattern=r"^[!-~]{1,200}\Z")]
_Words = Annotated[str, Meta(pattern=r"^[ -~]{0,4000}\Z")]


class _Header(msgspec.Struct):
    """The header's fields that we look at before the signature is checked."""

    typ: str
    kid: str


class _Issuer(msgspec.Struct):
    """The claim that chooses the keys; nothing is believed before the signature is checked."""

    iss: str


class _Claims(msgspec.Struct):
    """The claims that make the caller, after the signature is checked."""

    client_id: _Word
    sub: _Word
    scope: _Words = ""
    agency: _Word | None = None
    purpose: _Word | None = None
    reach: Reach | None = None
    unit: UUID | None = None
    # Only where somebody signed in (RFC 9068, 2.2.1): it tells a person from a machine.
    auth_time: int | None = None


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
        header, issuer = _unverified(token)
        if header.typ.lower() not in TYPES:
            raise BadToken("typ is not at+jwt")
        if issuer not in self._issuers:
            raise BadToken("the issuer is not trusted here")
        # joserfc takes a token without kid when there is one key; we do not.
        key = self._issuers[issuer].find(header.kid)
        try:
            claims = jwt.decode(token, KeySet([key]), algorithms=ALGORITHMS).claims
            self._registries[issuer].validate(claims)
            caller = msgspec.convert(claims, _Claims)
        except _MALFORMED as error:
            raise BadToken(type(error).__name__) from error
        return Caller(
            issuer=issuer,
            client_id=caller.client_id,
            subject=caller.sub,
            scopes=frozenset(caller.scope.split()),
            agency=caller.agency,
            purpose=caller.purpose,
            reach=caller.reach,
            unit_id=caller.unit,
            person=caller.auth_time is not None,
        )


def _unverified(token: str) -> tuple[_Header, str]:
    """Read header and issuer of a token in compact form; BadToken where they are not what RFC 9068 says."""
    if len(token) > LONGEST:
        raise BadToken("the token is too long")
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 -- header, payload, signature
        raise BadToken("the token is not a JWT")
    try:
        header, payload = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts[:2])
        return msgspec.json.decode(header, type=_Header), msgspec.json.decode(payload, type=_Issuer).iss
    except _MALFORMED as error:
        raise BadToken("the token is not a JWT") from error
