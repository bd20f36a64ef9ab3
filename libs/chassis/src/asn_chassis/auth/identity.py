"""The ID token of OpenID Connect: that a login which was asked for here is answered, and by whom."""

from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from asn_chassis.auth.keys import IssuerKeys
from asn_chassis.auth.tokens import ALGORITHMS, LEEWAY, MALFORMED, BadToken, Fault


def subject_of(token: str, keys: IssuerKeys, *, issuer: str, client_id: str, nonce: str) -> str:
    """Return who signed in (OpenID Connect Core, 3.1.3.7). BadToken, UnknownKey, or KeysUnavailable.

    The nonce is that of the request which this token answers.
    """
    asked = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        # Believed for nothing but to choose the key.
        kid = extract_compact(token.encode()).headers().get("kid")
        claims = jwt.decode(token, KeySet([keys.find(kid)]), algorithms=ALGORITHMS).claims
        asked.validate(claims)
    except MALFORMED as error:
        raise BadToken(Fault.INVALID, type(error).__name__) from error
    return str(claims["sub"])
