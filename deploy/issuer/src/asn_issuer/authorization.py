"""The authorization request of RFC 6749 section 4.1.1 with PKCE (RFC 7636): who asks for a person, and for how much."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec
from werkzeug.datastructures import MultiDict

from asn_issuer.clients import Pages
from asn_issuer.refusals import Refused

PARAMETERS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "prompt",
    "code_challenge",
    "code_challenge_method",
)
# The base64url of a SHA-256, without padding.
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")
OPENID = "openid"


class Reply(msgspec.Struct, frozen=True):
    """Where the answer to an authorization request goes; both are checked before anything is sent there."""

    pages: Pages
    redirect_uri: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a Content-Security-Policy names them."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    def with_(self, **parameters: str | None) -> str:
        """Return the address with these parameters."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return f"{self.redirect_uri}?{urlencode(given)}"


class AuthorizationRequest(msgspec.Struct, frozen=True):
    """A request that may be put before a person."""

    scopes: tuple[str, ...]
    challenge: str
    nonce: str | None
    openid: bool


def reply_to(values: MultiDict[str, str], clients: Mapping[str, Pages]) -> Reply:
    """Return where the answer goes; Refused where that is nowhere, and only the person can be told."""
    pages, uri = clients.get(values.get("client_id", "")), values.get("redirect_uri", "")
    if pages is None:
        raise Refused("invalid_client", "No pages have this client_id.")
    if not pages.may_return_to(uri):
        raise Refused("invalid_request", "The redirect_uri is not one of this client's.")
    return Reply(pages, uri)


def read_request(values: MultiDict[str, str], known: frozenset[str]) -> AuthorizationRequest:
    """Return what is asked for, `known` being every scope there is; Refused in the words of RFC 6749, 4.1.2.1."""
    if any(len(values.getlist(name)) > 1 for name in PARAMETERS):
        raise Refused("invalid_request", "A parameter is given more than once.")
    if values.get("response_type") != "code":
        raise Refused("unsupported_response_type", "The only response_type is code.")
    challenge = values.get("code_challenge", "")
    if values.get("code_challenge_method") != "S256" or not CHALLENGE.match(challenge):
        raise Refused("invalid_request", "A code_challenge by the method S256 is needed.")
    if values.get("prompt") == "none":
        raise Refused("login_required", "Nobody stays signed in here.")
    asked = dict.fromkeys(values.get("scope", "").split())
    scopes = tuple(scope for scope in asked if scope != OPENID)
    if not known.issuperset(scopes):
        raise Refused("invalid_scope", "A requested scope is nobody's.")
    return AuthorizationRequest(scopes, challenge, values.get("nonce"), OPENID in asked)
