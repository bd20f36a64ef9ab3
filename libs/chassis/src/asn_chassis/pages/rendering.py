"""Renders a page: what a browser may do with it, in which language, and for how long it may be kept."""

import gzip
from typing import Any

from flask import Response, current_app, make_response, render_template, request

from asn_chassis.parts import parts
from asn_chassis.web.problems import language

# Bootstrap has its images of form controls inside its styles.
POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src 'self' data:; style-src 'self'; "
    "form-action 'self'{issuer}"
)
# Below this a packed answer is no smaller on the way.
WORTH_PACKING = 1_000
CACHEABLE = "public, max-age=60"


def render(template: str, status: int = 200, **values: Any) -> Response:
    """Return the page of a template."""
    response = make_response(render_template(template, **values), status)
    # A browser holds the redirect that answers a form, to the issuer's own logout, to form-action too.
    issuer = parts().config.browser_logout_url
    response.headers["Content-Security-Policy"] = POLICY.format(issuer=f" {issuer}" if issuer else "")
    response.headers["Content-Language"] = language()
    return response


def render_public(template: str, **values: Any) -> Response:
    """Return a page that is the same for everybody: packed, kept for a minute, and 304 for who has it already."""
    response = render(template, **values)
    pack(response)
    response.headers["Cache-Control"] = CACHEABLE
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


def pack(response: Response) -> None:
    """Compress the answer where the request takes that; never one with a secret in it, whose size then says of it."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and len(response.get_data()) > WORTH_PACKING:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"


def is_page(endpoint: str | None) -> bool:
    """Tell whether an endpoint shows a page."""
    return getattr(current_app.view_functions.get(endpoint or ""), "page", False)


def prefers_page() -> bool:
    """Tell whether the request would rather have HTML than JSON, as browsers say; a program that says nothing not."""
    accepted = request.accept_mimetypes
    return accepted["text/html"] > accepted["application/json"]
