"""Blueprints on which no route can forget its scope."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_smorest import Blueprint as SmorestBlueprint

from asn_chassis.web.auditing import audited
from asn_chassis.web.idempotency import Idempotency, idempotent
from asn_chassis.web.parser import StrictParser

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"


class Blueprint(SmorestBlueprint):
    """flask-smorest's blueprint; `scope` is a mandatory argument of every route, `public` said aloud.

    `idempotency="required"` or `"optional"` makes a creating POST safe to repeat by its Idempotency-Key;
    `"anonymous"` does so without keeping the answer or the moment: a repetition gets an empty object.

    What a caller does is audited, and what it reads unless the route says `personal=False`: that no answer of it holds
    anything of a person. An anonymous request is not.
    """

    ARGUMENTS_PARSER = StrictParser()

    def route(
        self,
        rule: str,
        *,
        scope: str,
        idempotency: Idempotency | None = None,
        max_body: int | None = None,
        personal: bool = True,
        **options: Any,
    ) -> Callable[[View], View]:
        """Register a view with its scope; what is enforced is also what the OpenAPI document says.

        `max_body` is the most bytes that a request may hold, where the kit's own limit does not fit.
        """
        register = super().route

        def decorate(view: View) -> View:
            guarded: Any = view if idempotency is None else idempotent(view, idempotency)
            reads_only = set(options.get("methods", ("GET",))) <= {"GET"}
            seen = scope != PUBLIC and idempotency != "anonymous" and (personal or not reads_only)
            guarded = audited(guarded) if seen else guarded
            security = [] if scope == PUBLIC else [{"oauth2": [scope]}]
            # `parameters` only where there is one: stated here, they replace those of a route's query.
            guarded = self.doc(security=security, **_key_parameter(idempotency))(guarded)
            guarded.scope = scope
            guarded.max_body = max_body
            guarded.audited = seen
            register(rule, **options)(guarded)
            return view

        return decorate


def _key_parameter(idempotency: Idempotency | None) -> dict[str, list[dict[str, Any]]]:
    if idempotency is None:
        return {}
    again = "201 and an empty object" if idempotency == "anonymous" else "the first answer again"
    parameter = {
        "in": "header",
        "name": "Idempotency-Key",
        "required": idempotency == "required",
        "description": f"Your own unique word for this request: a repetition gets {again}.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 128},
    }
    return {"parameters": [parameter]}
