"""The token endpoint's two grants, RFC 6749 sections 4.4 and 4.1.3: who asks, and for how much."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote_plus

from werkzeug.datastructures import Authorization, MultiDict

from asn_issuer.clients import Clients, Machine
from asn_issuer.codes import Code, Codes
from asn_issuer.refusals import Refused
from asn_issuer.tokens import Grant

PARAMETERS = ("grant_type", "scope", "client_id", "client_secret", "code", "redirect_uri", "code_verifier")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}\Z")

Form = MultiDict[str, str]


def grant_type(form: Form) -> str:
    """Return how the token is asked for; Refused where that is not one way that we know."""
    if any(len(form.getlist(name)) > 1 for name in PARAMETERS):
        raise Refused("invalid_request", "A parameter is given more than once.")
    given = form.get("grant_type")
    if not given:
        raise Refused("invalid_request", "grant_type is missing.")
    if given not in ("client_credentials", "authorization_code"):
        raise Refused("unsupported_grant_type", "The grant_type is client_credentials or authorization_code.")
    return given


def by_credentials(clients: Clients, form: Form, basic: Authorization | None) -> Grant:
    """Return the grant of a machine: the requested scopes, or all of the client's when it names none."""
    client = _authenticated(clients.machines, form, basic)
    requested = dict.fromkeys(form.get("scope", "").split())
    if any(scope not in client.scopes for scope in requested):
        # The code alone names them back: RFC 6749 allows printable ASCII only in a description.
        raise Refused("invalid_scope", "A requested scope is not one of this client's.")
    return client.grant(tuple(requested) or client.scopes)


def by_code(clients: Clients, codes: Codes, form: Form, *, now: datetime) -> Code:
    """Return the code of a person who has signed in; whoever presents a code uses it up."""
    code = codes.redeem(form.get("code", ""), now=now)
    client_id, verifier = form.get("client_id", ""), form.get("code_verifier", "")
    if client_id not in clients.pages:
        raise Refused("invalid_client", "No pages have this client_id.", status=401)
    if code is None or code.grant.client_id != client_id or code.redirect_uri != form.get("redirect_uri"):
        raise Refused("invalid_grant", "The code is not known, is over, was used, or is another client's.")
    if not VERIFIER.match(verifier) or not code.proven_by(verifier):
        raise Refused("invalid_grant", "The code_verifier is not that of the code_challenge.")
    return code


def _authenticated(machines: Mapping[str, Machine], form: Form, basic: Authorization | None) -> Machine:
    if basic is not None and "client_secret" in form:
        raise Refused("invalid_request", "Authenticate by HTTP Basic or in the form, not both.")
    client_id, secret = _credentials(form, basic)
    client = machines.get(client_id)
    if client is None or not client.knows(secret):
        raise Refused("invalid_client", "The client is not known or its secret is wrong.", status=401)
    return client


def _credentials(form: Form, basic: Authorization | None) -> tuple[str, str]:
    if basic is None:
        return form.get("client_id", ""), form.get("client_secret", "")
    if basic.type != "basic":
        raise Refused("invalid_client", "The authentication scheme must be Basic.", status=401)
    # RFC 6749 section 2.3.1: both halves are form-encoded before they are joined.
    return unquote_plus(basic.username or ""), unquote_plus(basic.password or "")
