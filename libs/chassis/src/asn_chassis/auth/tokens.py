"""Checks access tokens (JWT profile of RFC 9068) against the issuers that this deployment trusts."""

import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Annotated
from uuid import UUID

import msgspec
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import Key, KeySet
from msgspec import Meta

from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.auth.keys import IssuerKeys

ALGORITHMS = ["ES256", "PS256", "RS256", "EdDSA"]
TYPES = ("at+jwt", "application/at+jwt")
LEEWAY = 30
LONGEST = 8_192
# Verified tokens are remembered, so many at most; a client uses its own for minutes.
REMEMBERED = 4_096
# What the libraries raise for bytes that are no token: a payload nested a thousand deep among them.
MALFORMED = (JoseError, ValueError, TypeError, KeyError, UnicodeError, RecursionError)


class Fault(StrEnum):
    """What is wrong with a token, as far as its holder may know; the text is the challenge's (RFC 6750)."""

    MALFORMED = "The token is not a JWT access token (RFC 9068)."
    ISSUER = "The issuer of the token is not trusted here."
    EXPIRED = "The token has expired."
    AUDIENCE = "The token is not for this service."
    # A forger learns no more than that it did not work.
    INVALID = "The token is not valid."


class BadToken(Exception):
    """The token is not one of ours, or not for us; the message says why and holds nothing of the token."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(why)
        self.fault = fault


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
    exp: float
    scope: _Words = ""
    agency: _Word | None = None
    purpose: _Word | None = None
    reach: Reach | None = None
    unit: UUID | None = None
    # Only where somebody signed in (RFC 9068, 2.2.1): it tells a person from a machine.
    auth_time: int | None = None


@dataclass(frozen=True)
class _Verified:
    """What a token came to: good until it expires, or until its key is another one."""

    caller: Caller
    kid: str
    key: Key
    until: float


class TokenVerifier:
    """Turns a bearer token into a Caller; a token seen before costs a look-up."""

    def __init__(
        self,
        audience: str,
        issuers: dict[str, IssuerKeys],
        *,
        clock: Callable[[], float] = time.time,
        remembered: int = REMEMBERED,
    ) -> None:
        self._audience = audience
        self._issuers = issuers
        self._clock = clock
        self._known: dict[bytes, _Verified] = {}
        self._most = remembered
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
        # A digest, so that memory holds nothing that opens a door.
        digest = sha256(token.encode(errors="replace")).digest()
        known = self._known.get(digest)
        if known is None or known.until <= self._clock() or not self._holds(known):
            known = self._checked(token)
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[digest] = known
        return known.caller

    @property
    def issuers(self) -> Mapping[str, IssuerKeys]:
        """Whose tokens are believed, with their keys."""
        return self._issuers

    def _holds(self, known: _Verified) -> bool:
        """Tell whether the key that signed is still the issuer's; this also keeps the keys fresh."""
        return self._issuers[known.caller.issuer].find(known.kid) is known.key

    def _checked(self, token: str) -> _Verified:
        header, issuer = _unverified(token)
        if header.typ.lower() not in TYPES:
            raise BadToken(Fault.MALFORMED, "typ is not at+jwt")
        if issuer not in self._issuers:
            raise BadToken(Fault.ISSUER, "the issuer is not trusted here")
        # joserfc takes a token without kid when there is one key; we do not.
        key = self._issuers[issuer].find(header.kid)
        try:
            claims = jwt.decode(token, KeySet([key]), algorithms=ALGORITHMS).claims
            self._registries[issuer].validate(claims)
            caller = msgspec.convert(claims, _Claims)
        except MALFORMED as error:
            raise BadToken(_fault(error), type(error).__name__) from error
        return _Verified(_caller(issuer, caller), header.kid, key, caller.exp)


def _caller(issuer: str, claims: _Claims) -> Caller:
    return Caller(
        issuer=issuer,
        client_id=claims.client_id,
        subject=claims.sub,
        scopes=frozenset(claims.scope.split()),
        agency=claims.agency,
        purpose=claims.purpose,
        reach=claims.reach,
        unit_id=claims.unit,
        person=claims.auth_time is not None,
    )


def _fault(error: Exception) -> Fault:
    """Return what may be told: claims are looked at only behind a signature that holds."""
    if isinstance(error, ExpiredTokenError):
        return Fault.EXPIRED
    if isinstance(error, ClaimError) and error.claim == "aud":
        return Fault.AUDIENCE
    return Fault.INVALID


def _unverified(token: str) -> tuple[_Header, str]:
    """Read header and issuer of a token in compact form; BadToken where they are not what RFC 9068 says."""
    if len(token) > LONGEST:
        raise BadToken(Fault.MALFORMED, "the token is too long")
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 -- header, payload, signature
        raise BadToken(Fault.MALFORMED, "the token is not a JWT")
    try:
        header, payload = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts[:2])
        return msgspec.json.decode(header, type=_Header), msgspec.json.decode(payload, type=_Issuer).iss
    except MALFORMED as error:
        raise BadToken(Fault.MALFORMED, "the token is not a JWT") from error
