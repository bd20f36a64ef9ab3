"""Signing in and out: authorization code with PKCE at the issuer (RFC 6749, 7636, 9207; OpenID Connect Core)."""

import secrets
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import current_app, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException

from asn_chassis.auth.caller import Caller
from asn_chassis.auth.identity import subject_of
from asn_chassis.auth.keys import KeysUnavailable, UnknownKey
from asn_chassis.auth.tokens import BadToken
from asn_chassis.pages import sessions
from asn_chassis.pages.blueprint import Pages
from asn_chassis.pages.rendering import is_page
from asn_chassis.parts import parts
from asn_chassis.web.blueprint import PUBLIC
from asn_chassis.web.guard import scope_of
from asn_chassis.web.problems import ProblemError

pages = Pages("login", __name__)

_ASKED = "asked"
PATIENCE = 5.0


class _Tokens(msgspec.Struct):
    access_token: str
    id_token: str


@pages.page("/login", scope=PUBLIC)
def begin() -> Any:
    """Send the browser to the issuer."""
    config = parts().config
    if not config.browser_url:
        raise ProblemError("not-found")
    asked = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    session[_ASKED] = {**asked, "next": request.args.get("next", "/")}
    scopes = {scope_of(current_app, endpoint) for endpoint in current_app.view_functions} - {None, PUBLIC}
    return redirect(
        prepare_grant_uri(
            config.browser_authorize_url,
            client_id=config.browser_client_id,
            response_type="code",
            redirect_uri=_returning(),
            scope=" ".join(["openid", *sorted(map(str, scopes))]),
            state=asked["state"],
            nonce=asked["nonce"],
            code_challenge=create_s256_code_challenge(asked["verifier"]),
            code_challenge_method="S256",
        ),
        303,
    )


@pages.page("/login/callback", scope=PUBLIC)
def finish() -> Any:
    """Take the issuer's answer: a code for tokens, tokens for a session."""
    asked, said = session.pop(_ASKED, None), request.args
    if asked is None or not secrets.compare_digest(said.get("state", "").encode(), asked["state"].encode()):
        raise ProblemError("sign-in-failed")
    if "code" not in said or said.get("iss", next(iter(parts().verifier.issuers))) not in parts().verifier.issuers:
        raise ProblemError("sign-in-failed")
    sessions.begin(_person(_exchanged(said["code"], asked["verifier"]), asked["nonce"]))
    return redirect(_wanted(asked["next"]), 303)


@pages.page("/logout", scope=PUBLIC, method="POST")
def leave() -> Any:
    """End the session here, and at the issuer where that can be asked for."""
    config = parts().config
    sessions.end()
    if not config.browser_logout_url:
        return redirect(url_for("reference.start"), 303)
    back = {"client_id": config.browser_client_id, "post_logout_redirect_uri": f"{config.browser_url}/"}
    return redirect(f"{config.browser_logout_url}?{urlencode(back)}", 303)


def _returning() -> str:
    return f"{parts().config.browser_url}/login/callback"


def _exchanged(code: str, verifier: str) -> _Tokens:
    """Return the tokens for a code."""
    config = parts().config
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": _returning(),
        "client_id": config.browser_client_id,
    }
    try:
        # Where the services reach the issuer, which need not be where browsers do.
        answer = httpx.post(config.token_url or config.browser_token_url, data=form, timeout=PATIENCE)
    except httpx.HTTPError as error:
        raise ProblemError("dependency-unavailable", headers={"Retry-After": "2"}) from error
    if answer.is_server_error:
        raise ProblemError("dependency-unavailable", headers={"Retry-After": "2"})
    if not answer.is_success:
        raise ProblemError("sign-in-failed")
    try:
        return msgspec.json.decode(answer.content, type=_Tokens)
    except msgspec.MsgspecError as error:
        raise ProblemError("sign-in-failed") from error


def _person(tokens: _Tokens, nonce: str) -> Caller:
    """Return who signed in: both tokens are the issuer's, of one person, and of this very login."""
    verifier = parts().verifier
    try:
        who = verifier.verify(tokens.access_token)
        subject = subject_of(
            tokens.id_token,
            verifier.issuers[who.issuer],
            issuer=who.issuer,
            client_id=parts().config.browser_client_id,
            nonce=nonce,
        )
    except KeysUnavailable as error:
        raise ProblemError("dependency-unavailable", headers={"Retry-After": "2"}) from error
    except (BadToken, UnknownKey) as error:
        raise ProblemError("sign-in-failed") from error
    if not who.person or who.subject != subject:
        raise ProblemError("sign-in-failed")
    return who


def _wanted(address: str) -> str:
    """Return the address if it is one of our pages, else the first one: nobody is sent elsewhere from here."""
    path, _, _ = address.partition("?")
    if not path.startswith("/"):
        return "/"
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return "/"
    return address if is_page(endpoint) else "/"
