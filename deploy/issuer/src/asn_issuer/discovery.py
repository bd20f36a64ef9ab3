"""What the issuer says of itself, for machines: RFC 8414 and OpenID Connect Discovery, one document for both."""

from collections.abc import Iterable
from typing import Any

from asn_issuer.authorization import OPENID
from asn_issuer.keys import ALGORITHM


def metadata(issuer: str, scopes: Iterable[str]) -> dict[str, Any]:
    """Return the document; `scopes` are all that a token may hold."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth/authorize",
        "token_endpoint": f"{issuer}/oauth/token",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["client_credentials", "authorization_code"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name"],
        "scopes_supported": [OPENID, *sorted(set(scopes))],
    }
