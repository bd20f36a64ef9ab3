"""ETags: a change names the version that its author has seen, a read the one that it need not be shown again."""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, make_response, request

from asn_chassis.rows import Versions
from asn_chassis.web.problems import ProblemError

MERGE_PATCH = "application/merge-patch+json"
# What follows the version says which day was shown; for a change the version alone counts.
_TAG = re.compile(r"(\d{1,9})(?:\.\d{4}-\d\d-\d\d)?")


def etag(version: int, *, shown: date | None = None) -> dict[str, str]:
    """Return the header with the strong tag of a row's version; of a dated view with the day that it shows."""
    return {"ETag": f'"{version}"' if shown is None else f'"{version}.{shown.isoformat()}"'}


def conditional(view: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a view that changes a row: it gets the `versions` of If-Match; 428 without, 412 by `rows.change`."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs, versions=_versions())

    return checked


def unless_seen(view: Callable[..., Any]) -> Callable[..., Response]:
    """Wrap a view that reads: 304, and nothing is shown, where If-None-Match names the ETag of its answer."""

    @wraps(view)
    def read(*args: Any, **kwargs: Any) -> Response:
        response = make_response(view(*args, **kwargs))
        tag, _ = response.get_etag()
        if tag is not None and request.if_none_match.contains_weak(tag):
            response.status_code = HTTPStatus.NOT_MODIFIED
        return response

    return read


def _versions() -> Versions:
    if "If-Match" not in request.headers:
        raise ProblemError("precondition-required")
    if request.if_match.star_tag:
        return None
    # A weak tag, or one of somebody else's making, matches nothing.
    matches = map(_TAG.fullmatch, request.if_match.as_set())
    return frozenset(int(match[1]) for match in matches if match is not None)
