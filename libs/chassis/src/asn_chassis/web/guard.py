"""The guard at the door: no view runs unless its stated scope is public or held by a caller who asks within limits."""

from collections.abc import Callable

from flask import Flask, current_app, request

from asn_chassis.auth.caller import Caller
from asn_chassis.auth.keys import KeysUnavailable, UnknownKey
from asn_chassis.auth.tokens import BadToken, Fault
from asn_chassis.ops import metrics
from asn_chassis.parts import parts
from asn_chassis.web import limiting
from asn_chassis.web.blueprint import PUBLIC
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import recognise

# Views that other packages register; they show the contract and nothing else.
OPEN_ENDPOINTS = frozenset({"static", "api-docs.openapi_json", "swagger_ui.show", "swagger_ui.static"})


def install(app: Flask) -> None:
    """Check every request of this application before its view."""
    limiting.install(app)
    app.before_request(_check)


def scope_of(app: Flask, endpoint: str) -> str | None:
    """Return the scope that an endpoint states; None where it states none, which nobody may enter."""
    if endpoint in OPEN_ENDPOINTS:
        return PUBLIC
    return getattr(app.view_functions[endpoint], "scope", None)


def _check() -> None:
    # No such route: Flask answers 404 or 405.
    scope = PUBLIC if request.endpoint is None else scope_of(current_app, request.endpoint)
    try:
        who = None if scope == PUBLIC else _way_in()()
    finally:
        # A token that is refused is nobody's: its sender counts as an address.
        limiting.count()
    if who is not None and (scope is None or not who.may(scope)):
        raise insufficient_scope(scope)


def _way_in() -> Callable[[], Caller]:
    """Return how this route knows its caller: by a token, unless it says another way, as pages do."""
    found: Callable[[], Caller] = getattr(
        current_app.view_functions.get(request.endpoint or ""), "authenticate", _authenticate
    )
    return found


def insufficient_scope(scope: str | None) -> ProblemError:
    """Return the refusal of a caller whose token lacks this scope; None where no scope would do."""
    metrics.auth_rejections.labels("scope").inc()
    challenge = f'Bearer error="insufficient_scope", scope="{scope or ""}"'
    return ProblemError("insufficient-scope", headers={"WWW-Authenticate": challenge}, scope=scope)


def _authenticate() -> Caller:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        metrics.auth_rejections.labels("missing").inc()
        raise ProblemError("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    try:
        who = parts().verifier.verify(token.strip())
    except KeysUnavailable as error:
        metrics.auth_rejections.labels("keys_unavailable").inc()
        raise ProblemError("dependency-unavailable", headers={"Retry-After": "2"}) from error
    except (BadToken, UnknownKey) as error:
        fault = error.fault if isinstance(error, BadToken) else Fault.INVALID
        metrics.auth_rejections.labels(fault.name.lower()).inc()
        challenge = f'Bearer error="invalid_token", error_description="{fault}"'
        raise ProblemError(
            "unauthenticated", variant=fault.name.lower(), headers={"WWW-Authenticate": challenge}
        ) from error
    recognise(who)
    return who
