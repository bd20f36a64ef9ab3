"""Strict parsing: the right content type, real JSON, no NUL, no name given twice, no unknown query parameter."""

from typing import Any

import msgspec
from flask import Request
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnprocessableEntity

from asn_chassis.nul import ESCAPED, NUL, Path, nul_paths
from asn_chassis.web.preconditions import MERGE_PATCH
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.repeated import repeated_path


class StrictParser(FlaskParser):
    """webargs' parser without its leniencies."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE, "json": None}

    def load_json(self, req: Request, schema: Any) -> Any:  # noqa: ARG002 -- webargs' signature
        """Return the body; 415 unless it is JSON by name, 400 unless it is JSON by nature."""
        if req.method == "PATCH" and req.mimetype != MERGE_PATCH:
            raise ProblemError("unsupported-media-type", headers={"Accept-Patch": MERGE_PATCH})
        if not req.is_json:
            raise ProblemError("unsupported-media-type", headers={"Accept": "application/json"})
        raw = req.get_data(cache=True)
        try:
            body = msgspec.json.decode(raw)
            # Each of these walks as deep as the body goes.
            if ESCAPED in raw:
                refuse_nul(body, "json")
            _refuse(repeated_path(raw), "repeated", "json")
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise ProblemError("malformed-request") from None
        return body

    def load_querystring(self, req: Request, schema: Any) -> Any:
        """Return the query parameters; NUL is refused here already."""
        refuse_nul({name: value for name, value in req.args.items() if NUL in name + value}, "query")
        twice = next((name for name, values in req.args.lists() if len(values) > 1), None)
        _refuse(None if twice is None else (twice,), "repeated", "query")
        return super().load_querystring(req, schema)


def refuse_nul(value: Any, location: str) -> None:
    """Raise 422 that points at the first text with U+0000: PostgreSQL cannot keep it."""
    _refuse(next(nul_paths(value), None), "nul-character", location)


def refuse_unread_query(view: Any, req: Request) -> None:
    """Raise 422 at the first query parameter of a route that reads none: whoever sent it means something by it."""
    if req.args and not getattr(view, "reads_query", False):
        _refuse((next(iter(req.args)),), "unknown-field", "query")


def _refuse(path: Path | None, code: str, location: str) -> None:
    if path is None:
        return
    found: Any = [code]
    for step in reversed(path or ("_schema",)):
        found = {step: found}
    error = UnprocessableEntity()
    error.data = {"messages": {location: found}}  # type: ignore[attr-defined]
    raise error
