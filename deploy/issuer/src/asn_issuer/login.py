"""The page on which a person signs in: one button each, no password, no script."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from asn_issuer import codes
from asn_issuer.authorization import PARAMETERS, AuthorizationRequest, Reply, read_request, reply_to
from asn_issuer.clients import Clients
from asn_issuer.codes import Code, Codes
from asn_issuer.persons import Persons
from asn_issuer.refusals import Refused
from asn_issuer.words import WORDS

LANGUAGES = ("id", "en")


def blueprint(issuer: str, clients: Clients, persons: Persons, out: Codes) -> Blueprint:
    """Return the authorization endpoint."""
    door = Blueprint("login", __name__)
    # Also those that machines alone hold: pages that ask for all that a service names get what the person has of it.
    known = persons.scopes | clients.scopes

    @door.get("/oauth/authorize")
    def ask() -> ResponseReturnValue:
        reply = reply_to(request.args, clients.pages)
        return _answered(issuer, reply, lambda: _page(reply, read_request(request.args, known), persons))

    @door.post("/oauth/authorize")
    def sign_in() -> ResponseReturnValue:
        reply = reply_to(request.form, clients.pages)
        return _answered(issuer, reply, lambda: _code(issuer, reply, read_request(request.form, known), persons, out))

    @door.errorhandler(CSRFError)
    def refuse_forgery(_: CSRFError) -> Response:
        return _error("forgery", "")

    @door.errorhandler(Refused)
    def refuse(refusal: Refused) -> Response:
        return _error("refused", refusal.description)

    return door


def _answered(issuer: str, reply: Reply, view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Tell the pages of a refusal, since their address is known to be theirs."""
    try:
        return view()
    except Refused as refusal:
        told = {"error": refusal.error, "error_description": refusal.description}
        return redirect(reply.with_(**told, state=request.values.get("state"), iss=issuer))


def _page(reply: Reply, asked: AuthorizationRequest, persons: Persons) -> Response:
    language = _language()
    kept = {name: request.args[name] for name in PARAMETERS if name in request.args}
    response = make_response(
        render_template(
            "login.html",
            language=language,
            words=WORDS[language],
            asked=asked,
            kept=kept,
            pages=reply.pages,
            people=[(word, person, persons.role_of(person)) for word, person in persons.persons.items()],
        )
    )
    # A browser holds the redirect that answers a form to form-action too.
    response.headers["Content-Security-Policy"] = _policy(f"'self' {reply.origin}")
    return response


def _code(issuer: str, reply: Reply, asked: AuthorizationRequest, persons: Persons, out: Codes) -> ResponseReturnValue:
    now = datetime.now(UTC)
    person = persons.persons.get(request.form.get("person", ""))
    if person is None:
        raise Refused("access_denied", "The person did not sign in.")
    grant = persons.grant(person, reply.pages, asked.scopes, signed_in=now)
    if not grant.scopes:
        raise Refused("access_denied", "The person holds none of the requested scopes.")
    code = Code(
        grant=grant,
        redirect_uri=reply.redirect_uri,
        challenge=asked.challenge,
        nonce=asked.nonce,
        name=person.name.id if asked.openid else None,
        expires_at=now + codes.LIFETIME,
    )
    return redirect(reply.with_(code=out.issue(code, now=now), state=request.form.get("state"), iss=issuer), 303)


def _error(word: str, detail: str) -> Response:
    language = _language()
    text = WORDS[language]
    response = make_response(
        render_template("error.html", language=language, words=text, text=text[word], detail=detail)
    )
    response.status_code = 400
    response.headers["Content-Security-Policy"] = _policy("'none'")
    return response


def _policy(form_action: str) -> str:
    return f"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action {form_action}"


def _language() -> str:
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
