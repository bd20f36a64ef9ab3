"""What the OpenAPI document says beyond the routes: every field described, every error named, every event typed."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from apispec import APISpec, BasePlugin

from asn_chassis.errors import Problems
from asn_chassis.events.contracts import Contracts
from asn_chassis.web.events_document import event_schemas
from asn_chassis.web.problems import MEDIA_TYPE
from asn_chassis.web.requests import QUIET

Json = dict[str, Any]

# What the kit itself answers, by what an operation has; a service's own problems come with those of their status.
ALWAYS = ("internal-error", "dependency-unavailable")
GUARDED = ("unauthenticated", "insufficient-scope")
WITH_BODY = ("malformed-request", "unsupported-media-type", "payload-too-large", "validation-error")
WITH_QUERY = ("validation-error",)
WITH_CURSOR = ("invalid-cursor",)
WITH_KEY = ("idempotency-key-missing", "invalid-header", "idempotency-key-reused")
WITH_VERSION = ("precondition-failed", "precondition-required")
WITH_ID = ("not-found",)
FEED = ("reach-too-narrow", "feed-ahead", "too-many-waiting")
KIT = {*ALWAYS, "quota-exceeded", *GUARDED, *WITH_BODY, *WITH_CURSOR, *WITH_KEY, *WITH_VERSION, *WITH_ID, *FEED}

HEADERS: dict[str, Json] = {
    "WWW-Authenticate": {"description": "What the token lacks (RFC 6750)", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait before the next try", "schema": {"type": "integer"}},
    "Location": {"description": "Where the new resource is", "schema": {"type": "string"}},
    "Link": {"description": 'The next page, rel="next"', "schema": {"type": "string"}},
    "Last-Position": {"description": "Position of the newest event of the log", "schema": {"type": "integer"}},
    "RateLimit-Policy": {
        "description": "How many requests (q) in how many seconds (w), of each process, for a client or an address",
        "schema": {"type": "string", "examples": ['"client-60s";q=3000;w=60, "client-1s";q=100;w=1']},
    },
    "RateLimit": {
        "description": "How many of them are left (r), and in how many seconds (t) all are there again",
        "schema": {"type": "string", "examples": ['"client-60s";r=2999;t=60, "client-1s";r=99;t=1']},
    },
    "Idempotency-Replayed": {"description": "true: the kept answer of the first request", "schema": {"type": "string"}},
    "ETag": {
        "description": "The version, for If-Match and If-None-Match, where there is something to change",
        "schema": {"type": "string"},
    },
}
# The answer that every operation has alike stands in the document once.
LIMITED = "QuotaExceeded"
OF_STATUS = {401: ["WWW-Authenticate"], 403: ["WWW-Authenticate"], 503: ["Retry-After"]}


# Of an operation that shows one thing, and so may have an ETag.
IF_NONE_MATCH: Json = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of what you have: 304 and no body where it is still so.",
    "schema": {"type": "string", "examples": ['"1"']},
}


class ErrorAnswers(BasePlugin):
    """Replaces the one default answer of each operation by those that it has, each with its problem types."""

    def __init__(self, contracts: Contracts, problems: Problems) -> None:
        self._contracts = contracts
        self._own = sorted({problem.code for problem in problems.values()} & contracts.problems.keys() - KIT)

    def path_helper(
        self,
        path: str | None = None,  # noqa: ARG002 -- apispec's signature
        operations: dict[Any, Any] | None = None,  # noqa: ARG002
        parameters: list[Json] | None = None,
        **_: Any,
    ) -> None:
        """Describe the parameters of the path."""
        for parameter in parameters or ():
            _describe(parameter, parameter["name"], self._contracts)

    def operation_helper(self, path: str | None = None, operations: dict[Any, Any] | None = None, **_: Any) -> None:
        """Complete the operations of a path."""
        for method, operation in (operations or {}).items():
            for parameter in operation.get("parameters", ()):
                _describe(parameter, parameter["name"], self._contracts)
                _never_null(parameter["schema"])
            self._answers(operation, self._codes(str(path), method, operation))
            if not str(path).startswith(QUIET):
                operation["responses"][HTTPStatus.TOO_MANY_REQUESTS] = {"$ref": f"#/components/responses/{LIMITED}"}
            one = method == "get" and str(path).endswith("}")
            self._successes(operation, one=one)
            if one and operation.get("security"):
                operation.setdefault("parameters", []).append(IF_NONE_MATCH)
                unchanged = {"description": "Not Modified: you have it", "headers": {"ETag": HEADERS["ETag"]}}
                operation["responses"][HTTPStatus.NOT_MODIFIED] = unchanged

    def _codes(self, path: str, method: str, operation: Json) -> Iterable[str]:
        query = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"}
        has_id, has_body, writes = "{" in path, "requestBody" in operation, method != "get"
        yield from ALWAYS
        yield from GUARDED if operation.get("security") else ()
        yield from WITH_BODY if has_body else ()
        yield from WITH_QUERY if query else ()
        yield from WITH_CURSOR if "cursor" in query else ()
        yield from WITH_ID if has_id else ()
        yield from FEED if "wait" in query else ()
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        yield from WITH_KEY if "Idempotency-Key" in names else ()
        yield from WITH_VERSION if "If-Match" in names else ()
        for code in self._own:
            if writes or (has_id and self._status(code) == HTTPStatus.NOT_FOUND):
                yield code

    def _answers(self, operation: Json, codes: Iterable[str]) -> None:
        answers = operation["responses"]
        for name in ("default", HTTPStatus.UNPROCESSABLE_ENTITY):
            answers.pop(name, None)
        by_status: dict[int, list[str]] = {}
        for code in sorted(set(codes)):
            by_status.setdefault(self._status(code), []).append(code)
        for status, found in sorted(by_status.items()):
            answers[status] = _refusal(HTTPStatus(status), found, OF_STATUS.get(status, ()))

    @staticmethod
    def _successes(operation: Json, *, one: bool) -> None:
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        for status in {HTTPStatus.OK, HTTPStatus.CREATED} & operation["responses"].keys():
            headers = {
                "Location": status == HTTPStatus.CREATED,
                "Link": bool({"cursor", "after"} & names),
                "Last-Position": "after" in names,
                "ETag": one or "If-Match" in names,
                "Idempotency-Replayed": "Idempotency-Key" in names,
            }
            operation["responses"][status]["headers"] = {
                name: HEADERS[name] for name, there in headers.items() if there
            }

    def _status(self, code: str) -> int:
        return int(self._contracts.problems[code]["status"])


def complete(spec: APISpec, contracts: Contracts, service: str) -> None:
    """Describe every property, give each request an example, type the events: called when all is registered."""
    schemas = spec.components.schemas
    for schema in schemas.values():
        for name, field in schema.get("properties", {}).items():
            _describe(field, name, contracts)
            _one_null(field)
    for name, schema in schemas.items():
        if name.endswith("Request"):
            schema["examples"] = [_example(schema, schemas, contracts.fields)]
    schemas.update(event_schemas(contracts, service))
    headers = ("Retry-After", "RateLimit-Policy", "RateLimit")
    spec.components.responses[LIMITED] = _refusal(HTTPStatus.TOO_MANY_REQUESTS, ["quota-exceeded"], headers)


def _refusal(status: HTTPStatus, codes: Iterable[str], headers: Iterable[str]) -> Json:
    return {
        "description": f"{status.phrase}: {', '.join(codes)}",
        "headers": {name: HEADERS[name] for name in headers},
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemView"}}},
    }


def _describe(field: Json, name: str, contracts: Contracts) -> None:
    if "description" not in field and name in contracts.fields:
        field["description"] = contracts.fields[name]["text"]


def _never_null(schema: Json) -> None:
    """Say that a parameter is there or not, and never null."""
    if isinstance(schema.get("type"), list):
        (schema["type"],) = [kind for kind in schema["type"] if kind != "null"]
        schema.pop("default", None)
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]


def _one_null(field: Json) -> None:
    """Say a nullable enumeration as one or null: of a list with null in it generators make three types."""
    if None in field.get("enum", ()):
        known = {"type": "string", "enum": [value for value in field.pop("enum") if value is not None]}
        field.pop("type")
        field["anyOf"] = [known, {"type": "null"}]


def _example(schema: Json, schemas: Mapping[str, Json], words: Mapping[str, Json]) -> Any:
    """Compose the example of an object of those of its fields; a field's own goes before the dictionary's."""
    return {name: _value(name, field, schemas, words) for name, field in schema.get("properties", {}).items()}


def _value(name: str, field: Json, schemas: Mapping[str, Json], words: Mapping[str, Json]) -> Any:
    if "$ref" in field:
        return _example(schemas[field["$ref"].rpartition("/")[2]], schemas, words)
    if "examples" in field:
        return field["examples"][0]
    if "example" in words.get(name, {}):
        return words[name]["example"]
    if "array" in (field.get("type") or ""):
        return [_value(name, field["items"], schemas, words)]
    if "enum" in field:
        return field["enum"][0]
    return field.get("default")
