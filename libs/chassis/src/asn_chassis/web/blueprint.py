"""Blueprints on which no route can forget its scope."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask_smorest import Blueprint as SmorestBlueprint

from asn_chassis.web import preconditions
from asn_chassis.web.auditing import audited
from asn_chassis.web.idempotency import Idempotency, idempotent
from asn_chassis.web.parser import StrictParser
from asn_chassis.web.schema import Schema

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"


class Blueprint(SmorestBlueprint):
    """flask-smorest's blueprint; `scope` is a mandatory argument of every route, `public` said aloud.

    `idempotency="required"` or `"optional"` makes a creating POST safe to repeat by its Idempotency-Key;
    `"anonymous"` does so without keeping the answer or the moment: a repetition gets an empty object.

    A PATCH, and whatever says `conditional=True`, must name the version that it changes (If-Match): the view gets it
    as `versions`. A GET whose answer has an ETag answers 304 where the caller has seen it (If-None-Match).

    What a caller does is audited, and what it reads unless the route says `personal=False`: that no answer of it holds
    anything of a person. An anonymous request is not.
    """

    ARGUMENTS_PARSER = StrictParser()

    def arguments(self, schema: Any, **options: Any) -> Callable[[View], View]:
        """Give the view what this schema loads; a route whose query nobody reads refuses one."""
        # An instance: of a class webargs would make one for every request.
        inject = super().arguments(schema() if isinstance(schema, type) else schema, **options)

        def decorate(view: View) -> View:
            reading: Any = inject(view)
            reading.reads_query = options.get("location") == "query" or getattr(view, "reads_query", False)
            return cast("View", reading)

        return decorate

    def merge_patch(self, schema: type[Schema]) -> Callable[[View], View]:
        """Give the view the fields that a JSON merge patch (RFC 7396) names; null only where the schema allows it."""
        return self.arguments(schema, content_type=preconditions.MERGE_PATCH)

    def route(
        self,
        rule: str,
        *,
        scope: str,
        idempotency: Idempotency | None = None,
        max_body: int | None = None,
        streams: int | None = None,
        personal: bool = True,
        conditional: bool = False,
        **options: Any,
    ) -> Callable[[View], View]:
        """Register a view with its scope; what is enforced is also what the OpenAPI document says.

        `max_body` is the most bytes that a request may hold, where the kit's own limit does not fit. A route that
        `streams` so many at most reads them from `g.upload` itself, piece by piece, and nothing holds them in memory.
        """
        register = super().route
        if scope == PUBLIC and idempotency not in (None, "anonymous"):
            raise ValueError("on a public route nobody owns a key: idempotency is anonymous")

        def decorate(view: View) -> View:
            methods = set(options.get("methods", ("GET",)))
            names_version = conditional or "PATCH" in methods
            guarded: Any = preconditions.conditional(view) if names_version else view
            guarded = guarded if idempotency is None else idempotent(guarded, idempotency, streams=streams is not None)
            reads_only = methods <= {"GET"}
            guarded = preconditions.unless_seen(guarded) if reads_only else guarded
            seen = scope != PUBLIC and idempotency != "anonymous" and (personal or not reads_only)
            guarded = audited(guarded) if seen else guarded
            security = [] if scope == PUBLIC else [{"oauth2": [scope]}, {"bearer": []}]
            # `parameters` only where there is one: stated here, they replace those of a route's query.
            name = f"{self.name}_{view.__name__.strip('_')}".replace("-", "_")
            headers = _headers(idempotency, names_version=names_version)
            guarded = self.doc(operationId=name, security=security, **headers)(guarded)
            guarded.scope = scope
            guarded.max_body = max_body
            guarded.streams = streams
            guarded.audited = seen
            register(rule, **options)(guarded)
            return view

        return decorate


def _headers(idempotency: Idempotency | None, *, names_version: bool) -> dict[str, list[dict[str, Any]]]:
    found = []
    if idempotency is not None:
        again = "201 and an empty object" if idempotency == "anonymous" else "the first answer again"
        about = f"Your own unique word for this request: a repetition gets {again}."
        schema = {"type": "string", "minLength": 1, "maxLength": 128}
        found.append(_header("Idempotency-Key", about, schema, required=idempotency == "required"))
    if names_version:
        about = "The ETag of what you have seen: 412 where it has been changed since, 428 without."
        found.append(_header("If-Match", about, {"type": "string", "examples": ['"1"']}, required=True))
    return {"parameters": found} if found else {}


def _header(name: str, about: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": required, "description": about, "schema": schema}
