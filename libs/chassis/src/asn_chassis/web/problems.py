"""Problem documents (RFC 9457): one table from exception to answer, in Indonesian and English."""

import logging
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from asn_chassis.errors import Problem, Problems
from asn_chassis.ops import metrics
from asn_chassis.parts import parts
from asn_chassis.rows import VersionStale
from asn_chassis.web import messages
from asn_kernel.period import InvalidPeriod
from asn_kernel.rule import NoRuleInForce

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
# Of equal ones the first.
LANGUAGES = ("id", "en")

# An answer stays small whatever was sent: who has mended twenty fields asks again.
MOST_ERRORS = 20
LONGEST_POINTER = 200

# PostgreSQL's words; a privilege that was never granted has the same code and other words.
ROW_SECURITY = "row-level security"

# What any policy and any change may raise; a service that knows the field to blame says so in its own table.
OF_THE_KERNEL: dict[type[Exception], Problem] = {
    VersionStale: Problem("precondition-failed"),
    NoRuleInForce: Problem("no-rule-in-force"),
    InvalidPeriod: Problem("invalid-period"),
}

# What Werkzeug and webargs raise, by status.
BY_STATUS = {
    400: "malformed-request",
    401: "unauthenticated",
    403: "insufficient-scope",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "malformed-request",
    413: "payload-too-large",
    415: "unsupported-media-type",
    422: "validation-error",
}


class ProblemError(Exception):
    """Raised at the HTTP edge: a declared problem with its values and headers.

    `variant` is one of its details, `members` what its document says beyond those that all have.
    """

    def __init__(
        self,
        code: str,
        *,
        variant: str | None = None,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.variant = variant
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        self.values = values


def language() -> str:
    """Return the language of the answer: the one that was chosen for a page, else `id` unless `en` is preferred."""
    chosen: str | None = g.get("language")
    return chosen or max(LANGUAGES, key=_weight)


def _weight(spoken: str) -> float:
    """Return how much the request likes a language: what it says of it, en-GB too, counts before what `*` says."""
    ranges = list(request.accept_languages)
    of_all = max((weight for said, weight in ranges if said == "*"), default=0.0)
    return max((weight for said, weight in ranges if said.lower().partition("-")[0] == spoken), default=of_all)


def document(
    code: str,
    *,
    variant: str | None = None,
    values: Mapping[str, Any] | None = None,
    errors: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Write the problem document of a declared code, with its detail or the one that a variant of it has."""
    declared = parts().contracts.problems[code]
    detail = declared.get("details", {}).get(variant, declared["detail"])
    said = language()
    known = {**(values or {}), "count": len(errors or ())}
    body: dict[str, Any] = {
        "type": declared.get("type", f"urn:problem-type:asn:{code}"),
        "href": f"/problems/{code}",
        "title": declared["title"][said],
        "status": declared["status"],
        "detail": detail[said].format_map(known),
        "instance": quote(request.path),
        "code": code,
        "request_id": g.get("request_id"),
    }
    if "remedy" in declared:
        body["remedy"] = declared["remedy"][said]
    if errors:
        body["errors"] = errors
    return body


def answer(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Make the HTTP answer of a problem document."""
    metrics.problems.labels(body["code"]).inc()
    response = cast("Response", current_app.json.response(body))
    response.status_code = body["status"]
    response.content_type = f"{MEDIA_TYPE}; charset=utf-8"
    response.headers.update({**(headers or {}), "Content-Language": language(), "Cache-Control": "no-store"})
    return response


def install(app: Flask, problems: Problems) -> None:
    """Tell every error of this application as a problem document."""
    for exception, problem in problems.items():
        app.register_error_handler(exception, _answerer(problem))
    app.register_error_handler(ProblemError, _answer_problem)
    app.register_error_handler(OperationalError, _answer_database)
    app.register_error_handler(InterfaceError, _answer_database)
    app.register_error_handler(PoolTimeout, _answer_database)
    app.register_error_handler(ProgrammingError, _answer_refused)
    app.register_error_handler(StaleDataError, _answer_refused)
    app.register_error_handler(Exception, _answer_unexpected)


def _answerer(problem: Problem) -> Callable[[Exception], Response]:
    def answer_it(error: Exception) -> Response:
        body = document(problem.code, values=vars(error))
        if problem.pointer is not None:
            place = {"pointer": problem.pointer, "in": "body", "code": problem.code, "detail": body["detail"]}
            body["errors"] = [place]
        return answer(body)

    return answer_it


def _answer_problem(error: ProblemError) -> Response:
    body = document(error.code, variant=error.variant, values=error.values)
    return answer({**body, **error.members}, error.headers)


def _answer_database(error: Exception) -> Response:
    log.error("the database did not answer", extra={"error": type(error).__name__})
    return answer(document("dependency-unavailable"), {"Retry-After": "2"})


def _answer_refused(error: Exception) -> Response:
    """Tell that row security refused to write; a grant that is missing is our mistake, not the caller's."""
    if isinstance(error, ProgrammingError) and ROW_SECURITY not in str(error.orig):
        return _answer_unexpected(error)
    return answer(document("out-of-reach"))


def _answer_unexpected(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return answer_http(error)
    log.error("unexpected error", exc_info=error, extra={"request_id": g.get("request_id")})
    return answer(document("internal-error"))


def answer_http(error: HTTPException) -> Response:
    """Tell an HTTP error of Flask, Werkzeug or webargs; its own headers (Allow, …) are kept."""
    code = BY_STATUS.get(error.code or 500, "internal-error")
    found = list(islice(_flatten(getattr(error, "data", {}).get("messages", {})), MOST_ERRORS))
    kept = {
        name: value for name, value in error.get_headers() if name.lower() not in ("content-type", "content-length")
    }
    return answer(document(code, errors=found), kept)


def _flatten(nested: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Turn webargs' {location: {field: [messages]}} into a flat list that points at the fields."""
    for location, fields in nested.items():
        place = "body" if location in ("json", "json_or_form") else location
        for pointer, message in leaves(fields, ""):
            code, values = messages.parse(message)
            detail = messages.sentence(code, values, language())
            yield {"pointer": pointer[:LONGEST_POINTER], "in": place, "code": code, "detail": detail, "params": values}


def leaves(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Yield the messages of a schema, each with the JSON pointer to its field."""
    if isinstance(node, Mapping):
        for step, inner in node.items():
            escaped = str(step).replace("~", "~0").replace("/", "~1")
            yield from leaves(inner, pointer if step == "_schema" else f"{pointer}/{escaped}")
    elif isinstance(node, list):
        for inner in node:
            yield from leaves(inner, pointer)
    else:
        yield pointer, node
