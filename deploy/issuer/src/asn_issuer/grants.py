"""The client credentials grant, RFC 6749 section 4.4: who asks, and for how much."""

from collections.abc import Mapping
from urllib.parse import unquote_plus

from werkzeug.datastructures import Authorization, MultiDict

from asn_issuer.clients import Client

PARAMETERS = ("grant_type", "scope", "client_id", "client_secret")


class Refused(Exception):
    """A refusal in the words of RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        """`error` is one of the codes of the RFC, `description` one English sentence."""
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


def authenticate(clients: Mapping[str, Client], form: MultiDict[str, str], basic: Authorization | None) -> Client:
    """Return the client that proves itself by HTTP Basic or in the form, never by both."""
    if any(len(form.getlist(name)) > 1 for name in PARAMETERS):
        raise Refused("invalid_request", "A parameter is given more than once.")
    if basic is not None and "client_secret" in form:
        raise Refused("invalid_request", "Authenticate by HTTP Basic or in the form, not both.")
    client_id, secret = _credentials(form, basic)
    client = clients.get(client_id)
    if client is None or not client.knows(secret):
        raise Refused("invalid_client", "The client is not known or its secret is wrong.", status=401)
    return client


def granted_scopes(client: Client, form: MultiDict[str, str]) -> tuple[str, ...]:
    """Return the requested scopes, or all of the client's when it asks for none in particular."""
    grant_type = form.get("grant_type")
    if not grant_type:
        raise Refused("invalid_request", "grant_type is missing.")
    if grant_type != "client_credentials":
        raise Refused("unsupported_grant_type", "The only grant_type is client_credentials.")
    requested = dict.fromkeys(form.get("scope", "").split())
    foreign = [scope for scope in requested if scope not in client.scopes]
    if foreign:
        # The code alone names them back: RFC 6749 allows printable ASCII only in a description.
        raise Refused("invalid_scope", "A requested scope is not one of this client's.")
    return tuple(requested) or client.scopes


def _credentials(form: MultiDict[str, str], basic: Authorization | None) -> tuple[str, str]:
    if basic is None:
        return form.get("client_id", ""), form.get("client_secret", "")
    if basic.type != "basic":
        raise Refused("invalid_client", "The authentication scheme must be Basic.", status=401)
    # RFC 6749 section 2.3.1: both halves are form-encoded before they are joined.
    return unquote_plus(basic.username or ""), unquote_plus(basic.password or "")
